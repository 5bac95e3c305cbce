import { setTimeout as delay } from "node:timers/promises";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { isPaused } from "@/server/settings/service";
import { buildAssignment } from "@/server/workers/assignment";
import { standAside } from "@/server/workers/budget";
import { handBack } from "@/server/workers/hand-back";
import { heldBy, refuseSession, type Session } from "@/server/workers/lease";
import { closeRuns } from "@/server/workers/runs";
import type { LeaseInput, LeaseOutput } from "@/server/workers/schema";
import { type Taken, takeExecution } from "@/server/workers/take";

/** How often a waiting worker's turn is looked for, in milliseconds. */
const everyMs = 500;
export const removed = { reason: "This worker was removed from the hub.", gracePeriodMs: 0 };

/**
 * Answers a worker that asks for work: as soon as there is some, or with nothing after `waitMs`. While the hub is paused,
 * and to a worker that drains, nothing is given. `signal` tells that nobody listens any more. Throws conflict when the
 * session was replaced.
 */
export async function leaseWork(
  actor: Actor,
  { freeSlots, waitMs, ...session }: LeaseInput,
  signal?: AbortSignal,
): Promise<LeaseOutput> {
  requireScope(actor, "workers:run");
  const until = Date.now() + waitMs;
  const { count } = await db.worker.updateMany({
    where: { id: session.workerId },
    data: { lastPollAt: new Date(), lastSeenAt: new Date() },
  });
  if (count === 0) return { assign: null, drain: true, shutdown: removed };
  for (;;) {
    // Whoever asked has gone: what is taken for them would have to go back.
    if (signal?.aborted) return { assign: null, drain: false, shutdown: null };
    const { isDraining, assign } = await tryOnce(session, freeSlots, signal);
    const isOver = Date.now() + everyMs > until;
    if (assign || isDraining || isOver) return { assign, drain: isDraining, shutdown: null };
    await delay(everyMs);
  }
}

async function tryOnce(session: Session, freeSlots: number, signal: AbortSignal | undefined) {
  if (freeSlots === 0 || (await isPaused())) {
    const refusal = await refuseSession(session);
    if (refusal) throw refusal;
    const worker = await db.worker.findUnique({ where: { id: session.workerId } });
    return { isDraining: worker?.isDraining ?? false, assign: null };
  }
  const { isOpen, isDraining, taken } = await takeExecution(session);
  if (!isOpen) {
    const refusal = await refuseSession(session);
    if (refusal) throw refusal;
  }
  return { isDraining, assign: taken && (await assign(session, taken, signal)) };
}

/** What could not be handed over goes back, so that it does not stand until the lease lapses. */
async function assign(session: Session, taken: Taken, signal: AbortSignal | undefined) {
  const lease = { ...session, executionId: taken.executionId, leaseNumber: taken.leaseNumber };
  try {
    await closeRuns(taken.executionId, "lost");
    const assignment = await buildAssignment(taken);
    if (!assignment) {
      const errorMessage = "Its persona was deleted before it ran.";
      await endExecution(taken.executionId, { status: "cancelled", errorMessage }, null, heldBy(lease));
      return null;
    }
    if (assignment !== "spent" && !signal?.aborted) return assignment;
    if (assignment !== "spent" || !(await standAside(lease))) await handBack(lease);
    return null;
  } catch (error) {
    await handBack(lease);
    throw error;
  }
}
