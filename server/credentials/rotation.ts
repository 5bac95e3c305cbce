import { rotationRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { KeyRotation } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { type Cursor, countByKey, firstCursor, resealBatch } from "@/server/credentials/reseal";
import type { KeysOutput, RotationOutput, SealedFailure } from "@/server/credentials/schema";
import { forgetHeld } from "@/server/credentials/use";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

/** Work of one step: short enough to be repeated after a crash, long enough that a vault takes few. */
const stepMs = 2_000;
/** A rotation whose row has not moved for so long has lost its run, and another may begin. */
const abandonedMs = 10 * 60_000;
const mostRounds = 3;

/** Where a rotation stands: its walk, and how many times it began anew because others still wrote with an old key. */
export type RotationState = Cursor & { round: number };
export const firstState: RotationState = { ...firstCursor, round: 1 };

/** The keys that stored values are sealed with, how many are not sealed with the active one, and the latest rotation. */
export async function readKeys(actor: Actor): Promise<KeysOutput> {
  requireScope(actor, "credentials:read");
  const { active, keys } = env().keyRing;
  const [counts, latest] = await Promise.all([
    countByKey(),
    db.keyRotation.findFirst({ orderBy: { startedAt: "desc" } }),
  ]);
  const ids = [...new Set([...keys.keys(), ...counts.keys()])];
  return {
    activeKeyId: active,
    keys: ids.map((id) => ({ id, isInRing: keys.has(id), valueCount: counts.get(id) ?? 0 })),
    staleCount: countStale(counts),
    rotation: latest && toOutput(latest),
  };
}

/**
 * Begins to seal every stored value anew with the active key of MASTER_KEYS; the hub goes on meanwhile. Throws conflict
 * when one is under way, or when there is nothing to do.
 */
export async function startRotation(actor: Actor): Promise<RotationOutput> {
  requireScope(actor, "credentials:write");
  const running = await db.keyRotation.findFirst({
    where: { status: "running" },
    orderBy: { startedAt: "desc" },
  });
  if (running && Date.now() - running.updatedAt.getTime() < abandonedMs)
    throw new AppError("conflict", `A rotation is under way: ${running.doneCount} of ${running.totalCount}.`);
  const totalCount = countStale(await countByKey());
  const keyId = env().keyRing.active;
  if (totalCount === 0)
    throw new AppError(
      "conflict",
      `Every value is sealed with the active key "${keyId}" already. To rotate, put a new key first in MASTER_KEYS and restart.`,
    );
  const id = createId("keyRotation");
  const fact = outboxRow(rotationRequested.create({ rotationId: id }));
  const [, row] = await db.$transaction([
    db.keyRotation.updateMany({
      where: { status: "running" },
      data: { status: "failed", completedAt: new Date() },
    }),
    db.keyRotation.create({ data: { id, keyId, totalCount } }),
    db.outbox.create({ data: fact }),
  ]);
  await flushOutbox([fact]);
  await recordAudit(actor, "key_rotation_started", id, { keyId, totalCount });
  return toOutput(row);
}

/**
 * Goes on with a rotation for about two seconds. What was done stays done, so that it may be killed and called again at
 * any time. Returns where it stands, or null when it has ended.
 */
export async function continueRotation(
  rotationId: string,
  state: RotationState,
): Promise<RotationState | null> {
  const rotation = await db.keyRotation.findUnique({ where: { id: rotationId } });
  if (rotation?.status !== "running") return null;
  const until = Date.now() + stepMs;
  let cursor: Cursor | null = { place: state.place, after: state.after };
  while (cursor && Date.now() < until) cursor = await resealBatch(rotationId, cursor);
  if (cursor) return { ...cursor, round: state.round };
  const left = countStale(await countByKey());
  const { failedCount } = await db.keyRotation.findUniqueOrThrow({ where: { id: rotationId } });
  if (left > failedCount && state.round < mostRounds) return { ...firstCursor, round: state.round + 1 };
  await endRotation(rotationId, left === 0 ? "completed" : "failed");
  return null;
}

/** Ends a rotation that could not go on. */
export async function endRotation(rotationId: string, status: "completed" | "failed"): Promise<void> {
  await db.keyRotation.updateMany({
    where: { id: rotationId, status: "running" },
    data: { status, completedAt: new Date() },
  });
  forgetHeld();
}

function countStale(counts: Map<string, number>): number {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return all - (counts.get(env().keyRing.active) ?? 0);
}

function toOutput(row: KeyRotation): RotationOutput {
  return {
    id: row.id,
    keyId: row.keyId,
    status: row.status as RotationOutput["status"],
    totalCount: row.totalCount,
    doneCount: row.doneCount,
    failedCount: row.failedCount,
    failures: JSON.parse(row.failures) as SealedFailure[],
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}
