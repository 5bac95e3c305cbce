import { Prisma } from "@/prisma/generated/client";
import { currentPeriod } from "@/server/budgets/period";
import { db } from "@/server/db";
import { callNext, lockPersona, personaOf } from "@/server/executions/line";
import type { PauseReason } from "@/server/executions/pause";
import { flushOutbox } from "@/server/outbox/service";

/** Whether a review that the execution waits for is still to be answered, as an SQL condition. */
const isAsked = Prisma.sql`EXISTS (
  SELECT 1 FROM review WHERE review.execution_id = execution.id AND is_blocking AND review.status = 'pending')`;

/** With less than this left, in dollars, a run on a worker is not worth its beginning. */
export const leastRunUsd = 0.01;

/** Whether an execution has reached what its persona may spend on one of them, as an SQL condition. */
const isOverOwnLimit = Prisma.sql`coalesce(
  cost_usd >= (SELECT max_budget_usd FROM persona WHERE persona.id = execution.persona_id)
    - CASE WHEN runtime = 'worker' AND cost_usd > 0 THEN ${leastRunUsd}::float8 ELSE 0 END, false)`;

/**
 * Puts an execution that waits for a review in line again, once no review of it is left to be answered. It keeps its
 * age, so it is called before all that are younger. Returns whether it was put in line.
 */
export async function resumeExecution(executionId: string): Promise<boolean> {
  const count = await standInLine(
    personaOf(executionId),
    Prisma.sql`id = ${executionId} AND waiting_for = 'review' AND NOT ${isAsked}`,
  );
  return count > 0;
}

/**
 * Puts all of a persona's executions in line again that wait for this and have something to go on with: those that
 * have reached the limit of a single one stay. Returns how many.
 */
export function resumeWaiting({
  personaId,
  waitingFor,
}: {
  personaId: string;
  waitingFor: PauseReason;
}): Promise<number> {
  return standInLine(
    Prisma.sql`${personaId}`,
    Prisma.sql`persona_id = ${personaId} AND waiting_for = ${waitingFor}
      AND CASE ${waitingFor} WHEN 'review' THEN NOT ${isAsked} ELSE NOT ${isOverOwnLimit} END`,
  );
}

/**
 * What a crash left waiting: for a review that is answered, or for a budget that is not reached (any more), as after
 * a new month began. Returns how many were put in line.
 */
export async function sweepWaiting(): Promise<number> {
  const period = await currentPeriod();
  const left = await db.$queryRaw<{ personaId: string; waitingFor: PauseReason }[]>`
    SELECT DISTINCT persona_id AS "personaId", waiting_for AS "waitingFor" FROM execution
    WHERE status = 'queued' AND (
      (waiting_for = 'review' AND NOT ${isAsked})
      OR (waiting_for = 'budget' AND NOT ${isOverOwnLimit} AND NOT EXISTS (
        SELECT 1 FROM budget_period b
        WHERE b.persona_id = execution.persona_id AND b.period = ${period} AND b.reached_at IS NOT NULL)))`;
  let count = 0;
  for (const each of left) count += await resumeWaiting(each);
  return count;
}

async function standInLine(personaId: Prisma.Sql, which: Prisma.Sql): Promise<number> {
  const [, count, next] = await db.$transaction([
    lockPersona(personaId),
    db.$executeRaw`
      UPDATE execution SET waiting_for = 'capacity', updated_at = clock_timestamp()
      WHERE status = 'queued' AND ${which}`,
    callNext(personaId),
  ]);
  await flushOutbox(next);
  return count;
}
