import { type Actor, requireScope } from "@/server/actor";
import { planTools } from "@/server/tools/held";
import type { ToolPlan } from "@/server/tools/hold-tool";
import { readPolicies } from "@/server/tools/policies";
import type { HeldToolOutput } from "@/server/tools/schema";
import { protocolNames } from "@/server/tools/tool-name";

/** Every tool a persona holds in the hub runtime, the seven protocols last, with what was decided about it. Throws not_found. */
export async function listPersonaTools(actor: Actor, personaId: string): Promise<HeldToolOutput[]> {
  requireScope(actor, "tools:read");
  const [plans, policies] = await Promise.all([planTools(personaId), readPolicies(personaId)]);
  const held = plans.map((plan) => ({
    name: plan.name,
    description: plan.description,
    source: plan.source,
    origin: plan.origin ?? null,
    usualPolicy: plan.usualPolicy,
    effect: describeEffect(plan),
    inputSchema: plan.inputSchema,
  }));
  const protocols = protocolNames.map((name) => ({
    name,
    description: protocolWords[name],
    source: "protocol" as const,
    origin: null,
    usualPolicy: "allow" as const,
    // Each takes effect once, however often it is asked for.
    effect: "read" as const,
    inputSchema: {},
  }));
  return [...held, ...protocols].map((tool) => ({
    ...tool,
    policy: policies.get(tool.name) ?? tool.usualPolicy,
  }));
}

const protocolWords: Record<(typeof protocolNames)[number], string> = {
  user_message: "Tells people something, in the inbox and the channels they chose.",
  persona_action: "Sets another persona to work.",
  emit_event: "Emits an event that personas may listen to.",
  agent_memory: "Remembers something for later runs.",
  manual_review: "Asks a person to decide, and waits.",
  execution_flow: "Reports the steps it took.",
  outcome_assessment: "Says at the end whether the task was accomplished.",
};

/** Only a request's method makes a difference. */
function describeEffect({ effectOf }: ToolPlan): HeldToolOutput["effect"] {
  const [get, post] = ["GET", "POST"].map((method) => effectOf({ method }));
  return get !== undefined && get === post ? get : "depends";
}
