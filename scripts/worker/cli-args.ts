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
  const { allowedTools = [], allowNetwork, skipAllPermissions = false } = permissionPolicy;
  const web = planWeb(config.networkPolicy as NetworkPolicy | undefined, allowNetwork, skipAllPermissions);
  const allowed = [...(web.isFree ? allowedTools : allowedTools.filter(isNoWebTool)), ...web.allowed];
  if (allowed.length > 0) args.push("--allowedTools", allowed.join(","));
  if (web.disallowed.length > 0) args.push("--disallowedTools", web.disallowed.join(","));
  if (skipAllPermissions) args.push("--dangerously-skip-permissions");
  return args;
}

type NetworkPolicy = { mode?: string; allowedHosts?: { host: string }[] };
type WebRules = { isFree: boolean; allowed: string[]; disallowed: string[] };

/**
 * What a persona's policies leave of the CLI's own two ways into the web. Of a list of hosts, rules of WebFetch hold each
 * by its name, whatever its port; a search reaches them all, so that there is none. Where nobody minds the rules, nothing
 * would hold a fetch to the list either.
 */
function planWeb(
  policy: NetworkPolicy | undefined,
  allowNetwork: boolean | undefined,
  skipAllPermissions: boolean,
): WebRules {
  const none = { isFree: false, allowed: [], disallowed: webTools };
  if (allowNetwork === false) return none;
  if (!policy) return { isFree: true, allowed: [], disallowed: [] };
  if (policy.mode !== "allow-list" || skipAllPermissions) return none;
  const hosts = (policy.allowedHosts ?? []).flatMap(({ host }) => readHost(host) ?? []);
  if (hosts.length === 0) return none;
  const allowed = [...new Set(hosts)].map((host) => `WebFetch(domain:${host})`);
  return { isFree: false, allowed, disallowed: ["WebSearch"] };
}

/** Whether a rule of allowed tools, which the CLI splits at commas and spaces, names none of the ways into the web. */
function isNoWebTool(rule: string): boolean {
  return !/(?:^|[\s,])Web(?:Fetch|Search)(?:[\s,(]|$)/.test(rule);
}

/** A host's name, or `*.` and a name, without its port; null for what a rule cannot say. */
function readHost(host: string): string | null {
  const [, name = null] = /^((?:\*\.)?[a-z0-9.-]+?)\.?(?::\d+)?$/.exec(host.trim().toLowerCase()) ?? [];
  return name;
}

/** Of the worker's own environment, what the CLI needs to run and to sign in; above all not the worker's token. */
const passed =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TERM|XDG_\w+|SSL_CERT_\w+|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|ANTHROPIC_\w+|CLAUDE_\w+)$/i;

/** Whether the CLI is given this variable of the worker's own. */
export function isPassed(name: string): boolean {
  return passed.test(name);
}

/** The CLI's environment: that, a folder for what is temporary, and the persona's credentials, which win. */
export function buildCliEnvironment(
  own: Record<string, string | undefined>,
  credentials: Record<string, string>,
  folder: string,
): Record<string, string> {
  const kept = Object.entries(own).filter(([name, value]) => isPassed(name) && value !== undefined);
  const connectors = Object.entries(credentials).filter(([name]) => name.startsWith("CONNECTOR_"));
  return {
    ...Object.fromEntries(kept as [string, string][]),
    TMPDIR: folder,
    ...Object.fromEntries(connectors),
  };
}
