import { listVariables } from "@/server/credentials/use";
import { db } from "@/server/db";
import type { Runtime } from "@/server/personas/schema";
import { readPersona } from "@/server/personas/service";
import { readSettings } from "@/server/settings/service";
import { planCurrentTime } from "@/server/tools/current-time";
import type { DescribedTool, HeldTool, ToolPolicy } from "@/server/tools/held-tool";
import { findPolicy, holdTool, type ToolPlan } from "@/server/tools/hold-tool";
import { readPolicies } from "@/server/tools/policies";
import { readReach } from "@/server/tools/reach";
import { listServersOf, planRemoteTools } from "@/server/tools/remote-tools";
import { planDefinition, planHttpRequest } from "@/server/tools/request-tools";
import { makeToolName, protocolNames } from "@/server/tools/tool-name";

/**
 * The tools a persona holds in the hub runtime: built-in ones, tool definitions, and those of its MCP servers, each
 * with its policy, in an order that stays the same (so that the prompt's prefix does too). `given` are the policies,
 * where they have been read. Throws not_found.
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
 * it may not use is left out, and on a worker one that a person has to be asked about, since nobody would be asked there.
 */
export async function listDescribedTools(
  personaId: string,
  runtime: Runtime = "hub",
): Promise<DescribedTool[]> {
  const decided = await listDecided(personaId);
  return decided
    .filter(({ policy }) => policy === "allow" || (policy === "ask" && runtime !== "worker"))
    .map(({ definition: each }) => ({
      name: each.name,
      description: each.description,
      category: each.category,
      scriptPath: each.scriptPath,
      implementationGuide: each.implementationGuide,
      inputSchema: each.inputSchema,
      requiresCredentialType: each.requiresCredentialType,
    }));
}

/** What of a persona's tools a worker is not given, and why. */
export type WithheldTool = { name: string; kind: "definition" | "protocol" | "server"; policy: ToolPolicy };

/** The tools of a persona that its runs on workers do without: nobody is asked there, and MCP is spoken by the hub alone. */
export async function listWithheldTools(personaId: string): Promise<WithheldTool[]> {
  const [decided, servers, policies] = await Promise.all([
    listDecided(personaId),
    listServersOf(personaId),
    readPolicies(personaId),
  ]);
  const definitions = decided.map(({ definition: { name }, policy }) => ({
    name,
    kind: "definition" as const,
    policy,
  }));
  const protocols = protocolNames.filter((name) => policies.get(name) === "ask");
  return [
    ...definitions.filter(({ policy }) => policy !== "allow"),
    ...protocols.map((name) => ({ name, kind: "protocol" as const, policy: "ask" as const })),
    ...servers.map(({ name }) => ({ name, kind: "server" as const, policy: "allow" as const })),
  ];
}

async function listDecided(personaId: string) {
  const [definitions, policies] = await Promise.all([readDefinitions(personaId), readPolicies(personaId)]);
  return definitions.map((definition) => {
    const name = makeToolName(definition.name);
    return {
      definition,
      policy: findPolicy({ name, source: "definition", usualPolicy: "allow" }, policies),
    };
  });
}

function readDefinitions(personaId: string) {
  return db.toolDefinition.findMany({
    where: { personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
