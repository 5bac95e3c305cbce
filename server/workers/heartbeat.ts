import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { redactKnown } from "@/server/known-secrets";
import { leaseEnd, openSession, refuseSession } from "@/server/workers/lease";
import { removed } from "@/server/workers/lease-work";
import { isAnswered, listAnswers } from "@/server/workers/reviews";
import type { HeartbeatInput, HeartbeatOutput } from "@/server/workers/schema";

type Renewed = { id: string; leaseNumber: number; isCancelled: boolean };

/**
 * Renews a worker's leases and tells it what to cancel, what is no longer its own, and what people answered. A lease
 * that lapsed and that nobody has taken holds again: the hub may have been away, not the worker. Throws conflict when
 * the session was replaced.
 */
export async function heartbeat(actor: Actor, input: HeartbeatInput): Promise<HeartbeatOutput> {
  requireScope(actor, "workers:run");
  const { executions, metrics, ...session } = input;
  const ids = executions.map(({ executionId }) => executionId);
  const numbers = executions.map(({ leaseNumber }) => leaseNumber);
  const noted = metrics ? Prisma.sql`, metrics = ${JSON.stringify(cleanMetrics(metrics))}` : Prisma.empty;
  const rows = await db.$queryRaw<{ isDraining: boolean; renewed: Renewed[] | null }[]>`
    WITH me AS (
      UPDATE worker SET last_seen_at = now(), updated_at = now() ${noted}
      WHERE id = ${session.workerId} AND EXISTS (${openSession(session)}) RETURNING id, is_draining
    ), renewed AS (
      UPDATE execution e SET lease_expires_at = ${leaseEnd()}
      FROM me, unnest(${ids}::text[], ${numbers}::int[]) AS known(id, number)
      WHERE e.id = known.id AND e.lease_number = known.number AND e.worker_id = me.id AND e.status = 'running'
      RETURNING e.id, e.lease_number AS "leaseNumber", e.cancel_requested_at IS NOT NULL AS "isCancelled"
    ), told AS (
      -- While the execution's row is locked, so that no other lease is given before this is known.
      UPDATE review SET told_lease = renewed."leaseNumber" FROM renewed
      WHERE review.execution_id = renewed.id AND review.told_lease IS NULL AND ${isAnswered}
    )
    SELECT is_draining AS "isDraining", (SELECT json_agg(renewed) FROM renewed) AS renewed FROM me`;
  const [row] = rows;
  if (!row) {
    const worker = await db.worker.count({ where: { id: session.workerId } });
    if (worker > 0) throw (await refuseSession(session)) ?? new Error("The session came back.");
    return { cancel: [], lost: ids, answers: [], drain: true, shutdown: removed };
  }
  const renewed = row.renewed ?? [];
  const own = renewed.map(({ id }) => id);
  return {
    cancel: renewed.filter(({ isCancelled }) => isCancelled).map(({ id }) => id),
    lost: ids.filter((id) => !own.includes(id)),
    answers: await listAnswers(renewed),
    drain: row.isDraining,
    shutdown: null,
  };
}

/** A worker belongs to no persona: what this process has in hand is taken out, as of the log. */
function cleanMetrics(metrics: NonNullable<HeartbeatInput["metrics"]>): HeartbeatInput["metrics"] {
  const entries = Object.entries(metrics).map(([name, value]) => [
    redactKnown(name),
    typeof value === "string" ? redactKnown(value) : value,
  ]);
  return Object.fromEntries(entries);
}
