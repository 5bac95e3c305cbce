import { messageCreated } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import type {
  MessageList,
  MessageOutput,
  MessageSummary,
  ResendFailedInput,
} from "@/server/endpoints/schema";
import { readEndpoint } from "@/server/endpoints/service";
import { toMessage } from "@/server/endpoints/to-output";
import { AppError, notFound } from "@/server/errors";
import { flushOutbox, type OutboxRow, outboxRow } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";

const shownAttempts = 100;
const batchSize = 500;

/** An endpoint's messages, newest first. Throws not_found. */
export async function listMessages(actor: Actor, input: MessageList): Promise<Page<MessageSummary>> {
  requireScope(actor, "webhooks:read");
  const { id, status, type, search, limit, offset } = input;
  await readEndpoint(id);
  const where: Prisma.EndpointMessageWhereInput = {
    endpointId: id,
    ...(status === undefined ? {} : { status }),
    ...(type === undefined ? {} : { noticeType: type }),
    ...(search ? { OR: [{ id: search }, { subjectId: search }] } : {}),
  };
  const [rows, total] = await Promise.all([
    db.endpointMessage.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
      omit: { body: true },
      include: { attempts: { orderBy: { attempt: "desc" }, take: 1, select: { statusCode: true } } },
    }),
    db.endpointMessage.count({ where }),
  ]);
  const items = rows.map(({ attempts, ...row }) => ({
    ...toMessage(row),
    lastStatusCode: attempts[0]?.statusCode ?? null,
  }));
  return { items, total };
}

/** One message with its body and its attempts. Throws not_found. */
export async function getMessage(actor: Actor, id: string): Promise<MessageOutput> {
  requireScope(actor, "webhooks:read");
  const row = await db.endpointMessage.findUnique({
    where: { id },
    include: {
      endpoint: { select: { url: true } },
      attempts: { orderBy: { attempt: "desc" }, take: shownAttempts },
    },
  });
  if (!row) throw notFound("message", id);
  return {
    ...toMessage(row),
    endpointUrl: row.endpoint.url,
    body: row.body,
    attempts: row.attempts.toReversed().map((each) => ({
      attempt: each.attempt,
      statusCode: each.statusCode,
      errorMessage: each.errorMessage,
      response: each.response,
      durationMs: each.durationMs,
      createdAt: each.createdAt.toISOString(),
    })),
  };
}

/** Sends a message that only says hello, once, also to an endpoint that is off. Throws not_found. */
export async function testEndpoint(actor: Actor, endpointId: string): Promise<MessageOutput> {
  requireScope(actor, "webhooks:write");
  await readEndpoint(endpointId);
  const id = createId("message");
  const fact = outboxRow(messageCreated.create({ messageId: id, endpointId }));
  const body = {
    type: "ping",
    timestamp: new Date().toISOString(),
    data: { endpointId, message: "Ensemble reaches this endpoint." },
  };
  await db.$transaction([
    db.endpointMessage.create({
      data: {
        id,
        endpointId,
        noticeType: "ping",
        subjectId: endpointId,
        key: `${endpointId} ping ${id}`,
        body: JSON.stringify(body),
        nextAttemptAt: new Date(),
      },
    }),
    db.outbox.create({ data: fact }),
  ]);
  await flushOutbox([fact]);
  return getMessage(actor, id);
}

/**
 * Sends a settled message again, with the same id and a full round of attempts. Throws not_found, and conflict while
 * it is on its way or its endpoint is off.
 */
export async function resendMessage(actor: Actor, id: string): Promise<MessageOutput> {
  requireScope(actor, "webhooks:write");
  const message = await getMessage(actor, id);
  await requireEnabled(message.endpointId);
  const count = await beginRound(Prisma.sql`m.id = ${id} AND m.status <> 'pending'`);
  if (count === 0) throw new AppError("conflict", "This message is on its way already.");
  return getMessage(actor, id);
}

/** Sends every message again that failed for good and was made since then. Throws not_found, and conflict while the endpoint is off. */
export async function resendFailed(
  actor: Actor,
  { id, since }: ResendFailedInput,
): Promise<{ count: number }> {
  requireScope(actor, "webhooks:write");
  await requireEnabled(id);
  const begunAt = new Date();
  for (let count = 0; ; ) {
    // One that has failed again meanwhile is not taken up a second time.
    const sent = await beginRound(
      Prisma.sql`m.endpoint_id = ${id} AND m.status = 'failed' AND m.notice_type <> 'ping'
                 AND m.created_at >= ${new Date(since)} AND m.announced_at < ${begunAt}`,
      begunAt,
    );
    count += sent;
    if (sent < batchSize) return { count };
  }
}

/**
 * Tells the engine again of messages that are due for longer than `lateMs` and of which it was not told meanwhile:
 * their run was lost. Returns how many; at most a batch, so that a long queue is not told over and over.
 */
export async function sweepMessages(lateMs: number, now = Date.now()): Promise<number> {
  const before = new Date(now - lateMs);
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH late AS (
      UPDATE endpoint_message SET announced_at = ${new Date(now)}
      WHERE id IN (
        SELECT id FROM endpoint_message
        WHERE status = 'pending' AND next_attempt_at < ${before} AND announced_at < ${before}
        ORDER BY announced_at LIMIT ${batchSize}
      )
      RETURNING id, endpoint_id
    ) ${announceFrom("late")}`;
  await flushOutbox(rows);
  return rows.length;
}

async function beginRound(which: Prisma.Sql, at = new Date()): Promise<number> {
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH begun AS (
      UPDATE endpoint_message
      SET status = 'pending', round_count = 0, claimed_by = NULL, delivered_at = NULL, error_message = NULL,
          next_attempt_at = ${at}, announced_at = ${at}
      WHERE id IN (
        SELECT m.id FROM endpoint_message m JOIN endpoint e ON e.id = m.endpoint_id AND e.enabled
        WHERE ${which} ORDER BY m.created_at LIMIT ${batchSize}
      ) AND status <> 'pending'
      RETURNING id, endpoint_id
    ) ${announceFrom("begun")}`;
  await flushOutbox(rows);
  return rows.length;
}

/** The statement that writes the fact of each message that the expression `source` returns. */
function announceFrom(source: "late" | "begun"): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO outbox (id, name, data)
    SELECT 'out_' || replace(gen_random_uuid()::text, '-', ''), ${messageCreated.name},
           json_build_object('messageId', id, 'endpointId', endpoint_id)::text
    FROM ${Prisma.raw(source)}
    RETURNING id, name, data`;
}

async function requireEnabled(endpointId: string): Promise<void> {
  const { enabled } = await readEndpoint(endpointId);
  if (!enabled) throw new AppError("conflict", "This endpoint is off. Enable it, then resend.");
}
