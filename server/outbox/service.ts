import { setTimeout as delay } from "node:timers/promises";
import { inngest } from "@/inngest/client";
import type { HubEvent } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { logger } from "@/server/logger";

export type OutboxRow = { id: string; name: string; data: string };

const batchSize = 100;
/** While the engine does not answer, callers are not kept waiting for it; one resend after the other asks whether it is back. */
const holdMs = 1_000;
const longestHoldMs = 15_000;
/** So many callers at once are a flood. The engine is told of it no faster than it can work, so that taking in goes first. */
const floodCallers = 25;
const floodPerSecond = 250;

/** The row that tells the engine of a fact; insert it in the statement that records the fact itself. */
export function outboxRow(event: HubEvent): OutboxRow {
  return { id: createId("outbox"), name: event.name, data: JSON.stringify(event.data) };
}

type Caller = { rows: OutboxRow[]; done: () => void };

/** Committed while a batch is on its way to the engine; goes with the next. */
const waiting: Caller[] = [];
let isSending = false;
let isHeld = false;

/**
 * Sends rows just committed to the engine and forgets them; resolves when that was tried. Many callers at
 * once share few requests, so that a flood of webhooks does not become a flood of calls. A failure leaves
 * the rows to a resend soon after and to the sweeper: the outbox id is the engine's event id, so that a
 * second sending changes nothing.
 */
export async function flushOutbox(rows: OutboxRow[]): Promise<void> {
  if (rows.length === 0 || isHeld) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  waiting.push({ rows, done: resolve });
  if (!isSending) void sendWaiting();
  await promise;
}

/** Records one fact on its own and sends it. */
export async function announce(event: HubEvent): Promise<void> {
  const row = outboxRow(event);
  await db.outbox.create({ data: row });
  await flushOutbox([row]);
}

/** Sends what is left in the outbox and older than `olderThanMs`, oldest first. Returns how many rows the engine took. */
export async function sweepOutbox(olderThanMs: number): Promise<number> {
  return (await sendLeft(new Date(Date.now() - olderThanMs))).sent;
}

async function sendLeft(before: Date): Promise<{ sent: number; isDown: boolean }> {
  let sent = 0;
  let last: { createdAt: Date; id: string } | undefined;
  for (;;) {
    const after = last && {
      OR: [{ createdAt: { gt: last.createdAt } }, { createdAt: last.createdAt, id: { gt: last.id } }],
    };
    const rows = await db.outbox.findMany({
      where: { createdAt: { lt: before }, ...after },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: batchSize,
    });
    last = rows.at(-1);
    if (!last) return { sent, isDown: false };
    const taken = (await sendRows(rows)) ? rows.length : await sendOneByOne(rows);
    if (taken === 0) return { sent, isDown: true };
    sent += taken;
  }
}

/** One row that the engine refuses must not hold up the others. Returns how many it took; none when none of the first few. */
async function sendOneByOne(rows: OutboxRow[]): Promise<number> {
  let taken = 0;
  for (const [index, row] of rows.entries()) {
    if (await sendRows([row])) taken += 1;
    else if (taken === 0 && index === 2) return 0;
  }
  return taken;
}

async function sendWaiting(): Promise<void> {
  isSending = true;
  while (waiting.length > 0) {
    const batch = takeBatch();
    const isSent = await sendRows(batch.flatMap(({ rows }) => rows));
    if (!isSent) holdSending();
    for (const { done } of isSent ? batch : [...batch, ...waiting.splice(0)]) done();
    if (batch.length >= floodCallers) await delay((batch.length * 1_000) / floodPerSecond);
  }
  isSending = false;
}

function takeBatch(): Caller[] {
  let size = 0;
  const cut = waiting.findIndex(({ rows }, index) => {
    size += rows.length;
    return index > 0 && size > batchSize;
  });
  return waiting.splice(0, cut < 0 ? waiting.length : cut);
}

/** Returns whether the engine took them. */
async function sendRows(rows: OutboxRow[]): Promise<boolean> {
  try {
    await inngest.send(rows.map(({ id, name, data }) => ({ id, name, data: JSON.parse(data) as object })));
    await db.outbox.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } });
    return true;
  } catch (error) {
    logger.warn({ err: error, rows: rows.length }, "The engine could not be told; it will be told again.");
    return false;
  }
}

/** Sends what is left, after ever longer waits, until the engine takes it. */
function holdSending(waitMs = holdMs): void {
  isHeld = true;
  setTimeout(async () => {
    const { isDown } = await sendLeft(new Date()).catch(() => ({ isDown: true }));
    if (isDown) holdSending(Math.min(waitMs * 2, longestHoldMs));
    else isHeld = false;
  }, waitMs).unref();
}
