import type { PersonaIssue } from "@/server/designs/schema";
import { type HostRule, isHostCovered } from "@/server/host-rule";
import { parseOrUndefined } from "@/server/json-text";
import { isKnownModel, knownModelIds } from "@/server/models";
import { readProfile } from "@/server/personas/model-profile";
import type { VersionContent } from "@/server/personas/schema";
import { describeStructured } from "@/server/prompts/structured-prompt";
import type { WithheldTool } from "@/server/tools/held";
import type { DescribedTool } from "@/server/tools/held-tool";
import { readReach } from "@/server/tools/reach";

export type PersonaFacts = {
  persona: VersionContent & { enabled: boolean; monthlyBudgetUsd: number | null };
  tools: readonly Pick<DescribedTool, "name" | "scriptPath" | "requiresCredentialType">[];
  /** Of a persona that runs on workers, the tools that it does without there. */
  withheld: readonly WithheldTool[];
  credentials: readonly { name: string; serviceType: string; allowedHosts: string[] }[];
  /** Hosts that the whole hub is limited to; null for any. */
  hubHosts: string[] | null;
  /** Enabled subscriptions and triggers. */
  listenerCount: number;
  hasClaude: boolean;
  hasWorker: boolean;
};

type Rule = (facts: PersonaFacts) => PersonaIssue[];

/** What stands in the way of a persona's work (error), may surprise (warning) or is worth knowing (info), the gravest first. */
export function checkPersona(facts: PersonaFacts): PersonaIssue[] {
  const rules: Rule[] = [
    checkPrompt,
    checkModel,
    checkRuntime,
    checkTools,
    checkWithheld,
    checkNetwork,
    checkPermissions,
    checkBudget,
    checkState,
  ];
  const gravity = { error: 0, warning: 1, info: 2 };
  return rules.flatMap((rule) => rule(facts)).toSorted((a, b) => gravity[a.level] - gravity[b.level]);
}

const checkPrompt: Rule = ({ persona }) => {
  const sections = describeStructured(persona.structuredPrompt);
  const isUnreadable = persona.structuredPrompt !== null && sections === null;
  const hasText = (sections?.length ?? 0) > 0 || (sections === null && persona.systemPrompt.trim() !== "");
  return [
    ...when(
      isUnreadable,
      "warning",
      "prompt",
      "The sections are no JSON object: the plain text is sent instead.",
    ),
    ...when(!hasText, "error", "prompt", "It has no instructions. Write its prompt."),
    ...when(!persona.description?.trim(), "info", "prompt", "It has no description."),
  ];
};

const checkModel: Rule = ({ persona, hasClaude }) => {
  const {
    provider = "anthropic",
    model,
    baseUrl,
    fallbackModels = [],
    authToken,
  } = readProfile(persona.modelProfile);
  const isClaude = provider === "anthropic" || provider === "claude";
  const unknown = [model, ...fallbackModels].filter((name) => name !== undefined && !isKnownModel(name));
  const isHub = persona.runtime === "hub";
  return [
    ...when(isHub && !isClaude, "error", "model", `The hub cannot call the provider "${provider}".`),
    ...when(
      isHub && isClaude && baseUrl !== undefined,
      "error",
      "model",
      "The hub calls no base URL of its own.",
    ),
    ...(isClaude ? unknown : []).map((name) =>
      issue("error", "model", `Unknown model ${name}. Known: ${knownModelIds().join(", ")}.`),
    ),
    ...when(
      isHub && !hasClaude && authToken === undefined,
      "error",
      "model",
      "The hub has no key for Claude. Enter one, or connect, under Settings → Claude.",
    ),
  ];
};

const checkRuntime: Rule = ({ persona, hasWorker }) => [
  ...when(
    persona.runtime === "worker" && !hasWorker,
    "warning",
    "worker",
    "No worker is connected: its executions wait until one is.",
  ),
  ...when(persona.runtime === "dry-run", "info", "state", "It runs dry: no model is called."),
];

const checkTools: Rule = ({ persona, tools, credentials }) => {
  const types = new Set(credentials.map(({ serviceType }) => serviceType));
  const wanting = tools.filter(
    (tool) => tool.requiresCredentialType && !types.has(tool.requiresCredentialType),
  );
  const scripts = persona.runtime === "worker" ? [] : tools.filter(({ scriptPath }) => scriptPath !== "");
  const closed =
    persona.runtime === "worker" ? [] : credentials.filter((each) => each.allowedHosts.length === 0);
  return [
    ...wanting.map((tool) =>
      issue(
        "error",
        "credentials",
        `The tool ${tool.name} requires a credential of the type ${tool.requiresCredentialType}, and none is linked.`,
      ),
    ),
    ...scripts.map((tool) =>
      issue(
        "warning",
        "tools",
        `The tool ${tool.name} is a script: it runs on workers only, and is refused here.`,
      ),
    ),
    ...closed.map(({ name }) =>
      issue(
        "warning",
        "credentials",
        `The credential ${name} allows no host: its value can be sent nowhere.`,
      ),
    ),
    ...when(
      tools.length > 0 && persona.maxTurns === 1,
      "warning",
      "tools",
      "With one turn at most it can call a tool, and not use what the tool answers.",
    ),
  ];
};

const checkWithheld: Rule = ({ withheld }) =>
  withheld.map((tool) => issue("warning", "tools", explainWithheld(tool)));

function explainWithheld({ name, kind, policy }: WithheldTool): string {
  if (kind === "server")
    return `The MCP server ${name} is not given to workers: its tools are missing there.`;
  if (kind === "protocol")
    return `${name} asks a person first, and on a worker nobody is asked: it is refused there.`;
  if (policy === "ask")
    return `The tool ${name} asks a person before each call, and on a worker nobody is asked: it is left out of the prompt there.`;
  return `The tool ${name} is denied: it is left out of the prompt. What the CLI does with a shell on a worker, no tool's policy holds.`;
}

const checkNetwork: Rule = ({ persona, tools, credentials, hubHosts }) => {
  const reach = readReach(persona, hubHosts);
  if (reach.isOffline) {
    return when(
      tools.length > 0 || credentials.length > 0,
      "warning",
      "network",
      "Its policies allow no network: what its tools and credentials are for is refused.",
    );
  }
  return credentials.flatMap(({ name, allowedHosts }) =>
    allowedHosts.flatMap((host) => [
      ...when(
        reach.policyHosts !== null && !isReached(host, reach.policyHosts),
        "warning",
        "network",
        `Its network policy does not list ${host}, which the credential ${name} is for.`,
      ),
      ...when(
        reach.hubHosts !== null &&
          !isReached(
            host,
            reach.hubHosts.map((each) => ({ host: each })),
          ),
        "warning",
        "network",
        `Settings do not list ${host}, which the credential ${name} is for.`,
      ),
    ]),
  );
};

const checkPermissions: Rule = ({ persona }) => {
  const policy = parseOrUndefined(persona.permissionPolicy) as { skipAllPermissions?: unknown } | undefined;
  return when(
    persona.runtime === "worker" && policy?.skipAllPermissions === true,
    "warning",
    "permissions",
    "On a worker it may do everything without being asked.",
  );
};

const checkBudget: Rule = ({ persona: { runtime, maxBudgetUsd, monthlyBudgetUsd } }) => [
  ...when(
    runtime === "worker" && maxBudgetUsd === null && monthlyBudgetUsd !== null && monthlyBudgetUsd > 0,
    "info",
    "budget",
    "Without a budget for an execution, each holds all that is left of the month on a worker: they run one at a time.",
  ),
  ...when(
    maxBudgetUsd === 0,
    "error",
    "budget",
    "Its budget for an execution is 0: no turn can be paid for.",
  ),
  ...when(monthlyBudgetUsd === 0, "error", "budget", "Its budget for a month is 0: no turn can be paid for."),
  ...when(
    runtime !== "dry-run" && maxBudgetUsd === null && monthlyBudgetUsd === null,
    "info",
    "budget",
    "It has no budget: what it spends has no limit.",
  ),
];

const checkState: Rule = ({ persona, listenerCount }) => [
  ...when(!persona.enabled, "warning", "state", "It is disabled: nothing starts it."),
  ...when(
    listenerCount === 0,
    "info",
    "triggers",
    "It listens to nothing: it runs when a person or another persona starts it.",
  ),
];

function isReached(host: string, rules: HostRule[]): boolean {
  const url = `https://${host.replace(/^\*\./, "any.")}`;
  return rules.some((rule) => URL.canParse(url) && isHostCovered(new URL(url), rule));
}

function when(
  isSo: boolean,
  level: PersonaIssue["level"],
  category: PersonaIssue["category"],
  message: string,
): PersonaIssue[] {
  return isSo ? [issue(level, category, message)] : [];
}

function issue(
  level: PersonaIssue["level"],
  category: PersonaIssue["category"],
  message: string,
): PersonaIssue {
  return { level, category, message };
}
