import type { Advance } from "@/server/agent/advance";
import type { Run } from "@/server/agent/read-run";
import { noteOutput } from "@/server/executions/output";
import { pauseExecution } from "@/server/executions/pause";

/** Says in the output that the budget is reached, once, and lets the execution wait for it without its place. */
export async function waitForBudget(run: Run, runId: string, message: string): Promise<Advance> {
  await noteOutput(run.id, run.turns.at(-1)?.turn ?? 1, [message]);
  const paused = await pauseExecution(run.id, runId, "budget");
  if (paused === "waiting") return { kind: "wait" };
  // Cancelled meanwhile: the next look ends it.
  return paused === "answered" ? { kind: "call", callIds: [] } : { kind: "end", status: "ended" };
}
