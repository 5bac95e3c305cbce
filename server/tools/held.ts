import { listVariables } from "@/server/credentials/use";
import { db } from "@/server/db";
import { readPersona } from "@/server/personas/service";
import { readSettings } from "@/server/settings/service";
import { planCurrentTime } from "@/server/tools/current-time";
import type { DescribedTool, HeldTool, ToolPolicy } from "@/server/tools/held-tool";
import { holdTool, type ToolPlan } from "@/server/tools/hold-tool";
import { readPolicies } from "@/server/tools/policies";
import { readReach } from "@/server/tools/reach";
import { listServersOf, planRemoteTools } from "@/server/tools/remote-tools";
import { planDefinition, planHttpRequest } from "@/server/tools/request-tools";
import { makeToolName } from "@/server/tools/tool-name";

/**
 * The tools a persona holds in the hub runtime: built-in ones, tool definitions, and those of its MCP servers, each
 * with its policy, in an order that stays the same (so that the prompt's prefix does too). `given` are the policies, where they have been read. Throws not_found.
 */
export async function listHeldTools(
  personaId: string,
  given?: ReadonlyMap<string, ToolPolicy>,
): Promise<HeldTool[]> {
  const [plans, policies] = await Promise.all([planTools(personaId), given ?? readPolicies(personaId)]);
  return plans.map((plan) => holdTool(plan, policies));
}

/** The same before its policies are applied. Throws not_found. */
export async function planTools(personaId: string): Promise<ToolPlan[]> {
  const [persona, settings, variables, definitions, servers] = await Promise.all([
    readPersona(personaId),
    readSettings(),
    listVariables(personaId),
    readDefinitions(personaId),
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
  const [definitions, policies] = await Promise.all([readDefinitions(personaId), readPolicies(personaId)]);
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

function readDefinitions(personaId: string) {
  return db.toolDefinition.findMany({
    where: { personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
