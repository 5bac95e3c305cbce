import type { Assignment } from "@/server/workers/schema";

type Order = Pick<Assignment, "config" | "permissionPolicy" | "model">;

const webTools = ["WebFetch", "WebSearch"];

/**
 * The flags of the Claude CLI for an assignment (contracts/personas.md §1.8); the prompt goes to its standard input.
 * `resumeSessionId` goes on with a session that has ended.
 */
export function buildCliArgs(
  { config, permissionPolicy = {}, model }: Order,
  resumeSessionId?: string,
): string[] {
  const args = ["-p", "-", "--output-format", "stream-json", "--verbose"];
  if (resumeSessionId) args.push("--resume", resumeSessionId);
  if (model) args.push("--model", model);
  if (config.maxBudgetUsd !== undefined) args.push("--max-budget-usd", String(config.maxBudgetUsd));
  if (config.maxTurns !== undefined) args.push("--max-turns", String(config.maxTurns));
  const { allowedTools = [], allowNetwork, skipAllPermissions } = permissionPolicy;
  if (allowedTools.length > 0) args.push("--allowedTools", allowedTools.join(","));
  const isOffline =
    allowNetwork === false || (config.networkPolicy as { mode?: string })?.mode === "deny-all";
  if (isOffline) args.push("--disallowedTools", webTools.join(","));
  if (skipAllPermissions) args.push("--dangerously-skip-permissions");
  return args;
}

/** Of the worker's own environment, what the CLI needs to run and to sign in; above all not the worker's token. */
const passed =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TERM|XDG_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|ANTHROPIC_\w+|CLAUDE_\w+)$/i;

/** The CLI's environment: that, a folder for what is temporary, and the persona's credentials, which win. */
export function buildCliEnvironment(
  own: Record<string, string | undefined>,
  credentials: Record<string, string>,
  folder: string,
): Record<string, string> {
  const kept = Object.entries(own).filter(([name, value]) => passed.test(name) && value !== undefined);
  const connectors = Object.entries(credentials).filter(([name]) => name.startsWith("CONNECTOR_"));
  return {
    ...Object.fromEntries(kept as [string, string][]),
    TMPDIR: folder,
    ...Object.fromEntries(connectors),
  };
}
