import type Anthropic from "@anthropic-ai/sdk";
import type { Persona } from "@/prisma/generated/client";
import { listProtocolTools } from "@/server/protocols/tools";
import { listHeldTools } from "@/server/tools/held";
import type { HeldTool } from "@/server/tools/held-tool";
import { readPolicies } from "@/server/tools/policies";

/**
 * Every tool that a persona may call in the hub runtime: those it holds, then the protocols. One name, one tool.
 * `persona` is its row, where that has been read already.
 */
export async function listRunTools(personaId: string, persona?: Persona): Promise<HeldTool[]> {
  const policies = readPolicies(personaId);
  const held = await listHeldTools(personaId, { persona, policies });
  const tools = new Map<string, HeldTool>();
  for (const tool of [...listProtocolTools(await policies), ...held])
    tools.set(tool.name, tools.get(tool.name) ?? tool);
  return [...tools.values()];
}

/** A tool as the model is told of it. One that is denied is not offered. */
export function describeTools(tools: readonly HeldTool[]): Anthropic.Tool[] {
  return tools
    .filter(({ policy }) => policy !== "deny")
    .map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
}
