import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { currentStretchMs } from "@/server/executions/claim";
import { callNext, lockPersona, personaOf } from "@/server/executions/line";
import { flushOutbox } from "@/server/outbox/service";

export type PauseReason = "review" | "budget";

/**
 * Lets a running execution wait without its place, which the next in line gets; its durable run then ends, and
 * `resumeExecution` or `resumeWaiting` puts it in line again. The time it ran is added to `usedMs`.
 * Returns "answered" when no review of it waits for an answer any more, or it was cancelled, so that it goes on at once;
 * "ended" when `runId` does not carry it out (any more).
 */
export async function pauseExecution(
  executionId: string,
  runId: string,
  waitingFor: PauseReason,
): Promise<"waiting" | "answered" | "ended"> {
  const personaId = personaOf(executionId);
  const [, paused, next, [row]] = await db.$transaction([
    lockPersona(personaId),
    standingAside(
      executionId,
      waitingFor,
      Prisma.sql`status = 'running' AND claimed_by = ${runId} AND (${waitingFor} <> 'review' OR EXISTS (
        SELECT 1 FROM review WHERE execution_id = ${executionId} AND is_blocking AND status = 'pending'))`,
    ),
    callNext(personaId),
    db.$queryRaw<{ isRunning: boolean }[]>`
      SELECT status = 'running' AND claimed_by = ${runId} AS "isRunning" FROM execution WHERE id = ${executionId}`,
  ]);
  await flushOutbox(next);
  if (paused.length > 0) return "waiting";
  return row?.isRunning ? "answered" : "ended";
}

/**
 * The statement that lets an execution wait without its place and whoever has it, for the transaction that calls the
 * next: while `held`, an SQL condition on its row, and unless it was cancelled. Returns a row when it did.
 */
export function standingAside(
  executionId: string,
  waitingFor: PauseReason,
  held: Prisma.Sql,
): Prisma.PrismaPromise<unknown[]> {
  return db.$queryRaw<unknown[]>`
    UPDATE execution SET status = 'queued', waiting_for = ${waitingFor}, called_at = NULL, claimed_by = NULL,
      worker_id = NULL, lease_expires_at = NULL, worker_progress = NULL, used_ms = used_ms + ${currentStretchMs},
      updated_at = clock_timestamp()
    WHERE id = ${executionId} AND cancel_requested_at IS NULL AND ${held} RETURNING id`;
}
