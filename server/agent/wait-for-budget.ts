import { noticeRaised } from "@/inngest/events";
import type { Advance } from "@/server/agent/advance";
import type { Run } from "@/server/agent/read-run";
import { db } from "@/server/db";
import { noteOutput } from "@/server/executions/output";
import { pauseExecution } from "@/server/executions/pause";
import { writeMessage } from "@/server/messages/write";

/** Says in the output that the budget is reached, once, and lets the execution wait for it without its place. */
export async function waitForBudget(run: Run, runId: string, message: string): Promise<Advance> {
  const last = await db.executionOutput.findFirst({
    where: { executionId: run.id },
    orderBy: { seq: "desc" },
  });
  // One that looks again while it waits does not say it again.
  if (last?.text !== message) await noteOutput(run.id, run.turns.at(-1)?.turn ?? 1, [message]);
  const paused = await pauseExecution(run.id, runId, "budget");
  if (paused === "waiting") return { kind: "wait" };
  // Cancelled meanwhile: the next look ends it.
  return paused === "answered" ? { kind: "call", callIds: [] } : { kind: "end", status: "ended" };
}

/** Tells people and endpoints, once for each limit, that an execution has used up what one run of its persona may cost. */
export async function tellOwnBudget(
  run: Pick<Run, "id" | "personaId" | "personaName" | "costUsd">,
  limitUsd: number | null,
  message: string,
): Promise<void> {
  const { id: executionId, personaId, personaName } = run;
  await writeMessage({
    key: `budget:${executionId}:${limitUsd}`,
    personaId,
    personaName,
    executionId,
    title: `${personaName} has used up the budget of one run`,
    content: message,
    contentType: "warning",
    priority: "urgent",
    metadata: { kind: "budget.reached", limitUsd, spentUsd: run.costUsd },
    notice: noticeRaised.create({ type: "budget.reached", subjectId: executionId }),
  });
}
