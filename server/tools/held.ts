import type { Persona } from "@/prisma/generated/client";
import { listVariables } from "@/server/credentials/use";
import { readPersona } from "@/server/personas/service";
import { readSettings } from "@/server/settings/service";
import { planCurrentTime } from "@/server/tools/current-time";
import { listDefinitions } from "@/server/tools/definitions";
import type { DescribedTool, HeldTool, ToolPolicy } from "@/server/tools/held-tool";
import { holdTool, type ToolPlan } from "@/server/tools/hold-tool";
import { readPolicies } from "@/server/tools/policies";
import { readReach } from "@/server/tools/reach";
import { listServersOf, planRemoteTools } from "@/server/tools/remote-tools";
import { planDefinition, planHttpRequest } from "@/server/tools/request-tools";
import { makeToolName } from "@/server/tools/tool-name";

/** What the caller has read already. */
type Known = { persona?: Persona };
type Policies = Map<string, ToolPolicy>;

/**
 * The tools a persona holds in the hub runtime: built-in ones, tool definitions, and those of its MCP servers, each
 * with its policy, in an order that stays the same (so that the prompt's prefix does too). Throws not_found.
 */
export async function listHeldTools(
  personaId: string,
  known: Known & { policies?: Promise<Policies> } = {},
): Promise<HeldTool[]> {
  const policies = known.policies ?? readPolicies(personaId);
  const [plans, decided] = await Promise.all([planTools(personaId, known), policies]);
  return plans.map((plan) => holdTool(plan, decided));
}

/** The same before its policies are applied. Throws not_found. */
export async function planTools(personaId: string, known: Known = {}): Promise<ToolPlan[]> {
  const [persona, settings, variables, definitions, servers] = await Promise.all([
    known.persona ?? readPersona(personaId),
    readSettings(),
    listVariables(personaId),
    listDefinitions(personaId),
    listServersOf(personaId),
  ]);
  const reach = readReach(persona, settings.allowedHosts);
  const ground = { reach, variables };
  return [
    planHttpRequest(ground),
    planCurrentTime(settings.timeZone),
    ...definitions.map((definition) => planDefinition(definition, ground)),
    ...(await planRemoteTools(servers, reach)),
  ];
}

/**
 * The tool definitions a persona is linked to, by name, as its prompt describes them; those with a script too. One that
 * it may not use is left out.
 */
export async function listDescribedTools(personaId: string): Promise<DescribedTool[]> {
  const [definitions, policies] = await Promise.all([listDefinitions(personaId), readPolicies(personaId)]);
  const allowed = definitions.filter(({ name }) => policies.get(makeToolName(name)) !== "deny");
  return allowed.map((each) => ({
    name: each.name,
    description: each.description,
    category: each.category,
    scriptPath: each.scriptPath,
    implementationGuide: each.implementationGuide,
    inputSchema: each.inputSchema,
    requiresCredentialType: each.requiresCredentialType,
  }));
}
