import { setTimeout as delay } from "node:timers/promises";
import { createId } from "@/lib/ids";
import { advanceExecution } from "@/server/agent/advance";
import { runToolCall } from "@/server/agent/tool-call";
import { db } from "@/server/db";
import { claimExecution } from "@/server/executions/claim";
import { pauseExecution } from "@/server/executions/pause";

export type Drive = {
  /** Called before each step; throw in it to die there. */
  onStep?: (name: string) => void | Promise<void>;
};

/**
 * Carries an execution as far as it goes, in the steps of the durable function run-execution; a throw in `onStep`
 * stands for a crash, after which another drive goes on from the rows. Returns what the function would.
 */
export async function driveExecution(executionId: string, { onStep }: Drive = {}): Promise<string> {
  const runId = createId("request");
  // A crash leaves the claim to a run that will not come back; the engine would go on with the same run.
  await db.execution.updateMany({
    where: { id: executionId, status: "running" },
    data: { claimedBy: runId },
  });
  await onStep?.("claim");
  const claim = await claimExecution(executionId, runId);
  if (claim !== "claimed") return claim;
  let tries = 0;
  for (;;) {
    await onStep?.("turn");
    const next = await advanceExecution(executionId, { runId, tries });
    if (next.kind === "end") return next.status;
    if (next.kind === "wait") return "waiting";
    if (next.kind === "retry") {
      tries += 1;
      await delay(Math.min(next.afterMs, 20));
      continue;
    }
    tries = 0;
    await onStep?.("calls");
    const outcomes = await Promise.all(next.callIds.map((id) => runToolCall(executionId, id)));
    if (!outcomes.includes("waiting")) continue;
    await onStep?.("pause");
    const paused = await pauseExecution(executionId, runId, "review");
    if (paused !== "answered") return paused;
  }
}
