import { db } from "@/server/db";
import { attemptWaitsMs } from "@/server/messages/attempt-waits";
import { describeOutgoing, type Sent } from "@/server/messages/outgoing";
import { trySending } from "@/server/messages/send";
import { waitAfter } from "@/server/retry-schedule";

/** An attempt from which nothing was heard for so long was cut off together with its run. */
const cutOffAfterMs = 60_000;
/** The engine may wake a run a moment early. */
const earlyMs = 1_000;

export type DeliveryOptions = {
  /** Epoch ms; the attempt's time, and what the next one is measured from. */
  now?: number;
  /** How long the other side may take to answer. */
  timeoutMs?: number;
};
/** `waiting`: it is to be asked again at `dueAt`. */
export type DeliveryOutcome =
  | { status: "delivered" | "failed" | "gone" }
  | { status: "waiting"; dueAt: string };
type Claimed = { id: string; attempt: number };

/**
 * Makes the next attempt at a delivery, when one is due. It is counted and its successor set before it goes out, so
 * that of several runs one alone sends, and one that a crash cut off is followed by the next after a minute. So a
 * message may arrive twice only when the hub died between sending and noting; its id is the same then.
 */
export async function attemptDelivery(
  deliveryId: string,
  { now = Date.now(), timeoutMs }: DeliveryOptions = {},
): Promise<DeliveryOutcome> {
  const claimed = await claim(deliveryId, now);
  if (!claimed) return explainUnclaimed(deliveryId);
  const row = await db.messageDelivery.findUnique({
    where: { id: deliveryId },
    include: { message: true, channel: true },
  });
  if (!row) return { status: "gone" };
  const { channel, message } = row;
  const startedMs = performance.now();
  const sent = await trySending(channel, describeOutgoing(message, deliveryId, channel), timeoutMs);
  const at = now + Math.round(performance.now() - startedMs);
  if (sent.isTaken) {
    await recordDelivered(deliveryId, sent, at);
    return { status: "delivered" };
  }
  return recordFailure(claimed, sent, at);
}

async function claim(deliveryId: string, now: number): Promise<Claimed | undefined> {
  const [row] = await db.$queryRaw<Claimed[]>`
    UPDATE message_delivery d
    SET attempt_count = attempt_count + 1, next_attempt_at = ${new Date(now + cutOffAfterMs)}, updated_at = clock_timestamp()
    FROM message_channel c
    WHERE d.id = ${deliveryId} AND d.status = 'pending' AND d.next_attempt_at <= ${new Date(now + earlyMs)}
      AND c.id = d.channel_id AND c.enabled
    RETURNING d.id, d.attempt_count AS attempt`;
  return row;
}

async function explainUnclaimed(id: string): Promise<DeliveryOutcome> {
  await db.messageDelivery.updateMany({
    where: { id, status: "pending", channel: { enabled: false } },
    data: { status: "failed", nextAttemptAt: null, errorMessage: "The channel is off." },
  });
  const row = await db.messageDelivery.findUnique({
    where: { id },
    select: { status: true, nextAttemptAt: true },
  });
  if (!row) return { status: "gone" };
  if (row.status === "delivered" || row.status === "failed") return { status: row.status };
  return { status: "waiting", dueAt: (row.nextAttemptAt ?? new Date()).toISOString() };
}

async function recordDelivered(id: string, sent: Sent, at: number): Promise<void> {
  await db.messageDelivery.updateMany({
    where: { id },
    data: {
      status: "delivered",
      deliveredAt: new Date(at),
      nextAttemptAt: null,
      externalId: sent.externalId,
      errorMessage: sent.reason || null,
    },
  });
}

async function recordFailure({ id, attempt }: Claimed, sent: Sent, at: number): Promise<DeliveryOutcome> {
  const waitMs = sent.isFinal ? null : waitAfter(attempt, attemptWaitsMs, sent.retryAfterMs);
  const nextAttemptAt = waitMs === null ? null : new Date(at + waitMs);
  const { count } = await db.messageDelivery.updateMany({
    // Another attempt may have begun, or got through, when this one took too long.
    where: { id, status: "pending", attemptCount: attempt },
    data: { status: nextAttemptAt ? "pending" : "failed", nextAttemptAt, errorMessage: sent.reason },
  });
  if (count === 0) return explainUnclaimed(id);
  return nextAttemptAt ? { status: "waiting", dueAt: nextAttemptAt.toISOString() } : { status: "failed" };
}
