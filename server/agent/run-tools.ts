import type Anthropic from "@anthropic-ai/sdk";
import { db } from "@/server/db";
import { listProtocolTools } from "@/server/protocols/tools";
import { listHeldTools } from "@/server/tools/held";
import type { HeldTool, ToolPolicy } from "@/server/tools/held-tool";

/** Every tool that a persona may call in the hub runtime: those it holds, then the protocols. One name, one tool. */
export async function listRunTools(personaId: string): Promise<HeldTool[]> {
  const [held, rows] = await Promise.all([
    listHeldTools(personaId),
    db.toolPolicy.findMany({ where: { personaId }, select: { toolName: true, policy: true } }),
  ]);
  const policies = new Map(rows.map(({ toolName, policy }) => [toolName, policy as ToolPolicy]));
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
