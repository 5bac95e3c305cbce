import { z } from "zod";
import { applyProtocol } from "@/server/protocols/effects";
import { checkPayload, type ProtocolKey, protocolKeys, protocols } from "@/server/protocols/keys";
import type { HeldTool, JsonSchema, ToolContext, ToolPolicy, ToolResult } from "@/server/tools/held-tool";

const descriptions: Record<ProtocolKey, string> = {
  user_message: "Tell people something: it goes to their inbox and the channels they chose.",
  persona_action: "Set another persona to work.",
  emit_event: "Emit an event that personas may listen to.",
  agent_memory: "Remember something for later runs.",
  manual_review: "Ask a person to decide. You are told what they decided before you go on.",
  execution_flow: "Report the steps you took.",
  outcome_assessment: "Say at the very end whether the task was accomplished.",
};

/** The seven protocols as tools that every persona holds in the hub runtime, with its policies. */
export function listProtocolTools(policies: ReadonlyMap<string, ToolPolicy>): HeldTool[] {
  return protocolKeys.map((key) => ({
    name: key,
    description: descriptions[key],
    inputSchema: schemas[key],
    source: "protocol",
    policy: policies.get(key) ?? "allow",
    // Each takes effect once, however often it is asked for, so that it may be repeated after a crash.
    effectOf: () => "read",
    checkInput: (input) => checkPayload(key, input),
    run: (input, context) => runProtocol(key, input, context),
  }));
}

async function runProtocol(key: ProtocolKey, payload: unknown, context: ToolContext): Promise<ToolResult> {
  const { executionId: id, personaId, personaName, toolCallId: place } = context;
  const outcome = await applyProtocol({ id, personaId, personaName }, { key, payload, place });
  if (outcome.problem !== null) return { output: outcome.problem, isError: true };
  return { output: outcome.done, isError: false };
}

const schemas = Object.fromEntries(
  protocolKeys.map((key) => {
    const { $schema: _dialect, ...schema } = z.toJSONSchema(protocols[key], { io: "input" });
    return [key, schema as JsonSchema];
  }),
) as Record<ProtocolKey, JsonSchema>;
