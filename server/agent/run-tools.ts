import type Anthropic from "@anthropic-ai/sdk";
import { keepEachFor } from "@/server/keep-for";
import { listProtocolTools } from "@/server/protocols/tools";
import { listHeldTools } from "@/server/tools/held";
import type { HeldTool } from "@/server/tools/held-tool";
import { readPolicies } from "@/server/tools/policies";

const freshMs = 1_000;

/**
 * Every tool that a persona may call in the hub runtime: those it holds, then the protocols. One name, one tool. At most
 * a second old, since it is asked for between every two turns; a change in this process counts at once.
 */
export const listRunTools = keepEachFor(freshMs, readRunTools);

/** The same as they are now: for a call that has waited, in which time people may have decided otherwise. */
export async function readRunTools(personaId: string): Promise<HeldTool[]> {
  const policies = await readPolicies(personaId);
  const held = await listHeldTools(personaId, policies);
  const tools = new Map<string, HeldTool>();
  for (const tool of [...listProtocolTools(policies), ...held])
    tools.set(tool.name, tools.get(tool.name) ?? tool);
  return [...tools.values()];
}

/** A tool as the model is told of it. One that is denied is not offered. */
export function describeTools(tools: readonly HeldTool[]): Anthropic.Tool[] {
  return tools
    .filter(({ policy }) => policy !== "deny")
    .map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
}
