import { Prisma } from "@/prisma/generated/client";
import { releaseBudget } from "@/server/budgets/hold";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { cancelGraceMs, mostLosses } from "@/server/workers/lease";
import { closeLeftRuns, closeRuns } from "@/server/workers/runs";
import { isLost } from "@/server/workers/take";

/** A worker that has not been heard of for longer is forgotten. */
const forgetAfterDays = 7;

/**
 * What becomes of executions whose worker was lost, when no other worker asks: offered again, at most twice, then failed.
 * What was cancelled and not ended by its worker in time is ended. Returns how many of each.
 */
export async function sweepWorkers(): Promise<{ offered: number; failed: number; cancelled: number }> {
  const offered = await db.$queryRaw<{ id: string }[]>`
    UPDATE execution e SET status = 'queued', waiting_for = 'worker', worker_id = NULL, lease_expires_at = NULL,
      worker_progress = NULL, lost_count = e.lost_count + 1, updated_at = clock_timestamp()
    WHERE ${isLost} AND e.lost_count < ${mostLosses} AND e.cancel_requested_at IS NULL
    RETURNING e.id`;
  for (const { id } of offered) await closeRuns(id, "lost");
  const failed = await endEach(
    Prisma.sql`${isLost} AND e.lost_count >= ${mostLosses} AND e.cancel_requested_at IS NULL`,
    {
      status: "failed",
      errorMessage: `Its worker was lost ${mostLosses + 1} times. Look at the workers' own logs, then run it again.`,
    },
  );
  const graceMs = Prisma.sql`${cancelGraceMs}::int * interval '1 millisecond'`;
  const cancelled = await endEach(
    Prisma.sql`e.worker_id IS NOT NULL AND e.status = 'running' AND (${isLost} OR e.cancel_requested_at + ${graceMs} < now())
      AND e.cancel_requested_at IS NOT NULL`,
    { status: "cancelled" },
  );
  await closeLeftRuns();
  await db.$executeRaw`
    DELETE FROM worker w WHERE last_seen_at < now() - ${forgetAfterDays}::int * interval '1 day'
      AND NOT EXISTS (SELECT 1 FROM execution WHERE worker_id = w.id AND status = 'running')`;
  return { offered: offered.length, failed, cancelled };
}

async function endEach(
  which: Prisma.Sql,
  ending: { status: "failed" | "cancelled"; errorMessage?: string },
): Promise<number> {
  const rows = await db.$queryRaw<{ id: string; leaseNumber: number }[]>`
    SELECT e.id, e.lease_number AS "leaseNumber" FROM execution e WHERE ${which} LIMIT 500`;
  let ended = 0;
  for (const { id, leaseNumber } of rows) {
    // Not what another worker has taken, nor its own has come back to, since it was read.
    const still = Prisma.sql`lease_number = ${leaseNumber} AND EXISTS (SELECT 1 FROM execution e WHERE e.id = ${id} AND ${which})`;
    if (!(await endExecution(id, ending, null, still))) continue;
    await closeRuns(id, "lost");
    await releaseBudget(id);
    ended += 1;
  }
  return ended;
}
