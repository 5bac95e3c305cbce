import { describeTokenLimit } from "@/server/agent/limits";

/** How one run of the CLI ended. */
export type CliEnd = {
  exitCode: number | null;
  /** The last lines of standard error. */
  lastWords: string;
  /** Of the CLI's own result; null when it gave none. */
  resultText: string | null;
  subtype: string | null;
  isTimedOut: boolean;
  /** The limit of tokens that it was ended at; null otherwise. */
  tokenLimit: number | null;
};

export const howToInstall =
  "Install it with npm install -g @anthropic-ai/claude-code, then sign in by running claude once, or set ANTHROPIC_API_KEY.";

const classes: [RegExp, string][] = [
  [
    /usage limit reached|session limit|5-hour limit|weekly limit/i,
    "The CLI's session limit is reached; it goes on when the limit is reset",
  ],
  [
    /rate.?limit|too many requests|\b429\b|overloaded|\b529\b/i,
    "Claude limits the rate of requests; run it again later",
  ],
  [
    /invalid api key|please run \/login|not logged in|authentication|unauthorized|\b401\b|oauth token|credit balance/i,
    "The CLI could not sign in to Claude; run claude on the worker's machine, or set ANTHROPIC_API_KEY there",
  ],
];

/** Why a run failed and what to do, in words (the healing classes of contracts/personas.md §1.10). */
export function explainFailure(end: CliEnd, timeoutMs: number): string {
  if (end.isTimedOut) return `Timed out: the persona's limit of ${timeoutMs / 1000} s was reached.`;
  if (end.tokenLimit !== null) return describeTokenLimit(end.tokenLimit);
  if (end.exitCode === 127 && end.resultText === null)
    return `The Claude CLI was not found on the worker. ${howToInstall}`;
  if (end.subtype === "error_max_turns") return "The persona's limit of turns was reached.";
  if (end.subtype === "error_max_budget_usd")
    return "The persona's budget for one run, or what was left of its month, was reached.";
  const said = [end.resultText, end.lastWords].filter((text) => text).join("\n");
  const known = classes.find(([pattern]) => pattern.test(said))?.[1];
  const words = said.trim().slice(-2_000) || "nothing";
  if (known) return `${known}. It said: ${words}`;
  return `The Claude CLI ended with exit code ${end.exitCode ?? "none"}. It said: ${words}`;
}
