import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { leaseEnd, mostLosses, openSession, type Session } from "@/server/workers/lease";

export type Taken = { executionId: string; leaseNumber: number; lostCount: number };

/** Offered to the workers, with a place of its own. */
export const isOffered = Prisma.sql`e.status = 'queued' AND e.waiting_for = 'worker' AND e.called_at IS NOT NULL`;
/** Its worker has given no sign for the time of a lease. */
export const isLost = Prisma.sql`e.status = 'running' AND e.worker_id IS NOT NULL AND e.lease_expires_at < now()`;

/**
 * Gives the session's worker the next execution, if there is one and it may have it: those whose worker was lost first,
 * then in the order in which they were called. One statement that compares and sets, so that of many who ask one gets
 * it, under a number that no lease before had. What an earlier worker had said of it is taken back by a reset; what it
 * had done stays, as the turn of its lease.
 */
export async function takeExecution(
  session: Session,
): Promise<{ isOpen: boolean; isDraining: boolean; taken: Taken | null }> {
  const rows = await db.$queryRaw<(Partial<Taken> & { isOpen: boolean; isDraining: boolean })[]>`
    WITH me AS (
      SELECT is_draining FROM worker WHERE id = ${session.workerId} AND EXISTS (${openSession(session)})
    ), candidate AS (
      SELECT e.id, e.lease_number, e.status FROM execution e
      WHERE e.runtime = 'worker' AND e.status IN ('queued', 'running') AND e.cancel_requested_at IS NULL
        AND ((${isOffered}) OR (${isLost} AND e.lost_count < ${mostLosses}))
        AND EXISTS (SELECT 1 FROM me WHERE NOT is_draining)
      ORDER BY e.lost_count DESC, e.called_at, e.id LIMIT 1
    ), taken AS (
      UPDATE execution e SET
        status = 'running', waiting_for = NULL, worker_id = ${session.workerId}, lease_number = e.lease_number + 1,
        lease_expires_at = ${leaseEnd()}, worker_seq = 0, worker_progress = NULL,
        lost_count = e.lost_count + (candidate.status = 'running')::int,
        started_at = coalesce(e.started_at, now()), updated_at = clock_timestamp()
      FROM candidate
      WHERE e.id = candidate.id AND e.lease_number = candidate.lease_number AND e.status = candidate.status
        AND ((${isOffered}) OR (${isLost})) AND e.cancel_requested_at IS NULL
      RETURNING e.id, e.lease_number, e.lost_count
    ), begun AS (
      INSERT INTO execution_output (execution_id, seq, turn, attempt, kind, text)
      SELECT taken.id, last.seq + 1, 1, taken.lease_number - 1, 'reset', ''
      FROM taken, LATERAL (SELECT max(seq) AS seq FROM execution_output WHERE execution_id = taken.id) AS last
      WHERE last.seq IS NOT NULL
    )
    SELECT EXISTS (SELECT 1 FROM me) AS "isOpen", coalesce((SELECT is_draining FROM me), false) AS "isDraining",
           taken.id AS "executionId", taken.lease_number AS "leaseNumber", taken.lost_count AS "lostCount"
    FROM (SELECT 1) AS one LEFT JOIN taken ON true`;
  const { isOpen = false, isDraining = false, executionId, leaseNumber, lostCount = 0 } = rows[0] ?? {};
  const taken = executionId && leaseNumber ? { executionId, leaseNumber, lostCount } : null;
  return { isOpen, isDraining, taken };
}
