import type { RunPrompt } from "@/server/agent/read-run";
import { openOutput } from "@/server/executions/output";

/** Writes what a model would have been sent as the output, and returns it. */
export async function runDry(executionId: string, prompt: RunPrompt, attempt: number): Promise<string> {
  const output = await openOutput(executionId, 1, attempt);
  const pieces = [
    "Dry run: no model was called. This is what would have been sent.\n\n",
    "─── system ───\n\n",
    `${prompt.system}\n\n`,
    "─── user ───\n\n",
    prompt.user,
  ];
  for (const piece of pieces) {
    output.write(piece);
    output.flush();
  }
  await output.close();
  return pieces.join("");
}
