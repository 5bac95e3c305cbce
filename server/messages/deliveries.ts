import { deliveryCreated } from "@/inngest/events";
import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import type { DeliveryOutput } from "@/server/messages/schema";
import { toDelivery } from "@/server/messages/to-output";
import { flushOutbox, type OutboxRow } from "@/server/outbox/service";

const batchSize = 500;

/**
 * Sends a delivery again that has failed for good, with a full round of attempts. Throws not_found, and conflict
 * while it is on its way, was delivered, or its channel is off.
 */
export async function retryDelivery(actor: Actor, id: string): Promise<DeliveryOutput> {
  requireScope(actor, "messages:write");
  const { status, channel } = await readDelivery(id);
  if (status === "delivered") throw new AppError("conflict", "This message was delivered.");
  if (!channel.enabled) throw new AppError("conflict", "This channel is off. Enable it, then send again.");
  const told = await tellAgain(Prisma.sql`id = ${id} AND status = 'failed'`, new Date(), Prisma.sql`0`);
  if (told === 0) throw new AppError("conflict", "This message is on its way already.");
  return toDelivery(await readDelivery(id));
}

/**
 * Tells the engine again of deliveries that are due for longer than `lateMs`: their run was lost. They are due anew
 * as of now, so that a long queue is not told over and over. Returns how many; at most a batch.
 */
export function sweepDeliveries(lateMs: number, now = Date.now()): Promise<number> {
  const late = Prisma.sql`id IN (
    SELECT id FROM message_delivery WHERE status = 'pending' AND next_attempt_at < ${new Date(now - lateMs)}
    ORDER BY next_attempt_at LIMIT ${batchSize}) AND status = 'pending'`;
  return tellAgain(late, new Date(now), Prisma.sql`attempt_count`);
}

async function tellAgain(which: Prisma.Sql, at: Date, attemptCount: Prisma.Sql): Promise<number> {
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH due AS (
      UPDATE message_delivery
      SET status = 'pending', error_message = CASE WHEN status = 'failed' THEN NULL ELSE error_message END,
          attempt_count = ${attemptCount}, next_attempt_at = ${at}, updated_at = clock_timestamp()
      WHERE ${which} RETURNING id, channel_id
    )
    INSERT INTO outbox (id, name, data)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), ${deliveryCreated.name},
           json_build_object('deliveryId', id, 'channelId', channel_id)::text
    FROM due RETURNING id, name, data`;
  await flushOutbox(rows);
  return rows.length;
}

async function readDelivery(id: string) {
  const row = await db.messageDelivery.findUnique({ where: { id }, include: { channel: true } });
  if (!row) throw notFound("delivery", id);
  return row;
}
