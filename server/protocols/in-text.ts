import { type ActingExecution, applyProtocol, type ProtocolCall } from "@/server/protocols/effects";
import { readPolicies } from "@/server/tools/policies";

/**
 * Carries out a protocol that a persona wrote as JSON in its text, unless it may not use it: text asks nobody, so that one
 * that asks a person first has to be called as a tool. Returns the problem in words, or null.
 */
export async function applyInText(execution: ActingExecution, call: ProtocolCall): Promise<string | null> {
  const policy = (await readPolicies(execution.personaId)).get(call.key) ?? "allow";
  if (policy === "deny") return "this persona may not use it";
  if (policy === "ask") return "it asks a person first, which it does only when it is called as a tool";
  return (await applyProtocol(execution, call)).problem;
}
