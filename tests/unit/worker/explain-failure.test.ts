import { expect, test } from "vitest";
import { type CliEnd, explainFailure } from "@/scripts/worker/explain-failure";

const end = (fields: Partial<CliEnd>): CliEnd => ({
  exitCode: 1,
  lastWords: "",
  resultText: null,
  subtype: null,
  isTimedOut: false,
  tokenLimit: null,
  ...fields,
});

test.each<[string, Partial<CliEnd>, RegExp]>([
  ["the time limit", { isTimedOut: true, lastWords: "rate limit" }, /^Timed out: .* 60 s/],
  [
    "no CLI",
    { exitCode: 127, lastWords: "spawn claude ENOENT" },
    /not found.*npm install -g @anthropic-ai\/claude-code/,
  ],
  ["a rate limit", { resultText: "API Error: 429 rate_limit_error" }, /limits the rate/],
  ["a session limit", { resultText: "Claude AI usage limit reached|1764200000" }, /session limit/],
  ["a bad key", { resultText: "Invalid API key · Please run /login" }, /could not sign in/],
  [
    "the limit of tokens",
    { tokenLimit: 5_000, exitCode: null },
    /^Stopped: the limit of 5,000 tokens was reached\.$/,
  ],
  ["too many turns", { subtype: "error_max_turns", resultText: "" }, /limit of turns/],
  [
    "too much money",
    { subtype: "error_max_budget_usd", resultText: "" },
    /budget for one run, or what was left of its month/,
  ],
  ["anything else", { exitCode: 3, lastWords: "segfault at 0x0" }, /exit code 3\. It said: segfault/],
  ["a signal", { exitCode: null }, /exit code none\. It said: nothing/],
])("%s is named, with what to do or what was said", (_name, fields, words) => {
  expect(explainFailure(end(fields), 60_000)).toMatch(words);
});
