import type { DescribedTool, HeldTool } from "@/server/tools/held-tool";

/**
 * The tools a persona holds in the hub runtime: built-in ones, tool definitions without a script, and those of its MCP
 * servers, each with its policy, in an order that stays the same (so that the prompt's prefix does too).
 */
export async function listHeldTools(_personaId: string): Promise<HeldTool[]> {
  return [];
}

/** The tool definitions a persona is linked to, by name, as its prompt describes them; those with a script too. */
export async function listDescribedTools(_personaId: string): Promise<DescribedTool[]> {
  return [];
}
