import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";

/** When to try again (contracts/personas.md §1.8), in seconds. */
const retryAfterSeconds = 30;

/** Waits for a place or a worker; what waits for a person, a budget or its next attempt does not fill the queue. */
const isInQueue = Prisma.sql`status = 'queued' AND coalesce(waiting_for NOT IN ('review', 'budget', 'retry'), true)`;

/** How full the queue is: the count stops at the cap, so that a long queue costs no more to ask about. */
export async function readQueueFill(): Promise<{ count: number; most: number }> {
  const most = env().EXECUTION_QUEUE_MAX;
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 FROM execution WHERE ${isInQueue} LIMIT ${most}) AS queue`;
  return { count: row?.count ?? 0, most };
}

/**
 * Throws rate_limited while as many executions wait as the queue takes. For what somebody asks for directly and can ask
 * for again; what events and triggers cause always waits (design §12.1). Requests at the same moment may be let in
 * beyond the cap.
 */
export async function requireRoomInQueue(): Promise<void> {
  const { count, most } = await readQueueFill();
  if (count < most) return;
  throw new AppError(
    "rate_limited",
    `The queue is full: ${most} executions wait. Try again in ${retryAfterSeconds} s.`,
    {
      headers: { "Retry-After": String(retryAfterSeconds) },
      extra: { retryAfterSeconds },
    },
  );
}

/** The one that has waited longest in the queue, or null. */
export async function findOldestInQueue(): Promise<{ id: string; since: Date } | null> {
  const [row] = await db.$queryRaw<{ id: string; since: Date }[]>`
    SELECT id, created_at AS since FROM execution WHERE ${isInQueue} ORDER BY created_at, id LIMIT 1`;
  return row ?? null;
}
