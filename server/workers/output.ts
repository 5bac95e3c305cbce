import { type Actor, requireScope } from "@/server/actor";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { patchProgress, readHeld } from "@/server/workers/held";
import { readOutputState, redactChunks } from "@/server/workers/held-back";
import { conflict, heldBy, refuseWrite } from "@/server/workers/lease";
import { noteRun } from "@/server/workers/runs";
import type { OutputInput, ProgressInput } from "@/server/workers/schema";
import { storeOutput } from "@/server/workers/store-output";

/**
 * Stores what an execution printed. Chunks that came before are left out; a gap is a conflict whose issue's path is `seq`
 * and whose message is the number expected. Returns the number of the last chunk stored. Throws conflict.
 */
export async function writeOutput(actor: Actor, { chunks, ...lease }: OutputInput): Promise<{ seq: number }> {
  requireScope(actor, "workers:run");
  for (;;) {
    const row = await readHeld(lease);
    const fresh = chunks.filter(({ seq }) => seq > row.workerSeq);
    const isGapless = fresh.every(({ seq }, index) => seq === row.workerSeq + 1 + index);
    if (!isGapless) throw conflict("seq", String(row.workerSeq + 1));
    if (fresh.length === 0) return { seq: row.workerSeq };
    const redactor = await readRedactor(row.personaId);
    const before = readOutputState(row.workerProgress);
    const { pieces, state } = redactChunks(lease.executionId, redactor, fresh, before);
    const seq = { from: row.workerSeq, to: row.workerSeq + fresh.length };
    // False when a repetition of this request was quicker, or the lease is gone: the row says which.
    if (await storeOutput(lease, { pieces, seq, progress: state })) return { seq: seq.to };
  }
}

/** Notes how far an execution is; while it is paused for a review, that is what it waits for. Throws conflict. */
export async function noteProgress(
  actor: Actor,
  { executionId, leaseNumber, workerId, sessionToken, spending, ...progress }: ProgressInput,
): Promise<{ ok: true }> {
  requireScope(actor, "workers:run");
  const lease = { executionId, leaseNumber, workerId, sessionToken };
  const { personaId } = await readHeld(lease);
  const { redact } = await readRedactor(personaId);
  const patch = {
    ...progress,
    activeTool: progress.activeTool && redact(progress.activeTool),
    message: progress.message && redact(progress.message),
    stageStartedAt: new Date().toISOString(),
  };
  const waitingFor = progress.stage === "paused_for_review" ? "review" : null;
  const count = await db.$executeRaw`
    UPDATE execution SET waiting_for = ${waitingFor}, worker_progress = ${patchProgress(patch)},
      updated_at = clock_timestamp()
    WHERE ${heldBy(lease)}`;
  const isHeld = count > 0 && (!spending || (await noteRun(lease, spending)));
  if (!isHeld) throw await refuseWrite(lease);
  return { ok: true };
}
