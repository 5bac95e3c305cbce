import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { releaseBudget } from "@/server/budgets/hold";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { readHeld } from "@/server/workers/held";
import { heldBy, type Lease, refuseWrite } from "@/server/workers/lease";
import { closeRuns, noteRun } from "@/server/workers/runs";
import type { BusyInput } from "@/server/workers/schema";
import { storeOutput } from "@/server/workers/store-output";

/** A worker gives an execution up that it cannot carry out now: another may take it, ahead of the line. Throws conflict. */
export async function giveUp(actor: Actor, { reason, spending, ...lease }: BusyInput): Promise<{ ok: true }> {
  requireScope(actor, "workers:run");
  const { personaId } = await readHeld(lease);
  const { redact } = await readRedactor(personaId);
  const text = `Given back by its worker: ${redact(reason)}`;
  await storeOutput(lease, { pieces: [{ kind: "notice", text }] });
  if (spending) await noteRun(lease, spending);
  if (!(await handBack(lease))) throw await refuseWrite(lease);
  return { ok: true };
}

/**
 * Puts an execution back among the offered ones, without counting its worker as lost; one that was cancelled ends.
 * Returns whether the lease held.
 */
export async function handBack(lease: Lease): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE execution SET status = 'queued', waiting_for = 'worker', worker_id = NULL, lease_expires_at = NULL,
      worker_progress = NULL, updated_at = clock_timestamp()
    WHERE ${heldBy(lease)} AND cancel_requested_at IS NULL`;
  const { executionId } = lease;
  if (count === 0) {
    const isCancelled = Prisma.sql`${heldBy(lease)} AND cancel_requested_at IS NOT NULL`;
    if (!(await endExecution(executionId, { status: "cancelled" }, null, isCancelled))) return false;
  }
  await closeRuns(executionId, "given back");
  if (count === 0) await releaseBudget(executionId);
  return true;
}
