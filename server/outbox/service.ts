import { inngest } from "@/inngest/client";
import type { HubEvent } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { logger } from "@/server/logger";

export type OutboxRow = { id: string; name: string; data: string };

const batchSize = 100;

/** The row that tells the engine of a fact; insert it in the statement that records the fact itself. */
export function outboxRow(event: HubEvent): OutboxRow {
  return { id: createId("outbox"), name: event.name, data: JSON.stringify(event.data) };
}

/**
 * Sends rows just committed to the engine and forgets them. A failure is logged and leaves them to the
 * sweeper: the outbox id is the engine's event id, so that a second sending changes nothing.
 */
export async function flushOutbox(rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  try {
    await inngest.send(rows.map(({ id, name, data }) => ({ id, name, data: JSON.parse(data) as object })));
    await db.outbox.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
  } catch (error) {
    logger.warn(
      { err: error, rows: rows.length },
      "The engine could not be told; the sweeper will try again.",
    );
  }
}

/** Records one fact on its own and sends it. */
export async function announce(event: HubEvent): Promise<void> {
  const row = outboxRow(event);
  await db.outbox.create({ data: row });
  await flushOutbox([row]);
}

/** Sends what is left in the outbox and older than `olderThanMs`, oldest first. Returns how many rows were tried. */
export async function sweepOutbox(olderThanMs: number): Promise<number> {
  const before = new Date(Date.now() - olderThanMs);
  let tried = 0;
  for (;;) {
    const rows = await db.outbox.findMany({
      where: { createdAt: { lt: before } },
      orderBy: { createdAt: "asc" },
      take: batchSize,
    });
    if (rows.length === 0) return tried;
    tried += rows.length;
    await flushOutbox(rows);
    const left = await db.outbox.count({ where: { id: { in: rows.map(({ id }) => id) } } });
    if (left > 0) return tried;
  }
}
