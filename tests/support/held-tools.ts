import { listHeldTools } from "@/server/tools/held";
import type { HeldTool, ToolResult } from "@/server/tools/held-tool";

/** The tool of a persona by its name. Throws when it holds none. */
export async function findHeld(personaId: string, name: string): Promise<HeldTool> {
  const tools = await listHeldTools(personaId);
  const tool = tools.find((each) => each.name === name);
  if (!tool) throw new Error(`There is no ${name}, only ${tools.map((each) => each.name).join(", ")}.`);
  return tool;
}

/** Checks the input and runs a persona's tool, as the loop would. */
export async function runHeld(
  personaId: string,
  name: string,
  input: unknown,
  signal = new AbortController().signal,
): Promise<ToolResult> {
  const tool = await findHeld(personaId, name);
  const problem = tool.checkInput(input);
  if (problem !== null) throw new Error(problem);
  return tool.run(input, {
    executionId: "exe_1",
    personaId,
    personaName: "Tester",
    toolCallId: "tcl_1",
    signal,
  });
}
