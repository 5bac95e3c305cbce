import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { invalidField, notFound } from "@/server/errors";
import { causeOf } from "@/server/events/causes";
import { recordEvent } from "@/server/events/record";
import type {
  EventAction,
  EventAudit,
  EventHistogram,
  EventList,
  EventOutput,
  EventPublish,
  PayloadPage,
} from "@/server/events/schema";
import { whereEvents } from "@/server/events/select";
import { type Beside, mostReplyBytes, toOutput } from "@/server/events/to-output";
import { parseOrUndefined } from "@/server/json-text";
import { flushOutbox } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";

const pageCharacters = 256 * 1024;

/** Publishes an event: recorded when this returns, matched right after. Throws validation_failed for an unknown cause. */
export async function publishEvent(actor: Actor, input: EventPublish): Promise<EventOutput> {
  requireScope(actor, "events:write");
  const { causedByExecutionId } = input;
  const causation = causedByExecutionId === undefined ? {} : await causeOf(causedByExecutionId);
  if (causation === null)
    throw invalidField("causedByExecutionId", `No execution with the id ${causedByExecutionId}.`);
  const { event, outbox } = await recordEvent({
    eventType: input.eventType,
    sourceType: input.sourceType,
    sourceId: input.sourceId ?? null,
    targetPersonaId: input.targetPersonaId ?? null,
    payload: input.payload ?? null,
    useCaseId: input.useCaseId ?? null,
    ...causation,
  });
  await flushOutbox(outbox);
  return event;
}

/** Events, newest first, each with its payload when that is at most 64 KB. */
export async function listEvents(actor: Actor, input: EventList): Promise<Page<EventOutput>> {
  requireScope(actor, "events:read");
  const { limit, offset, ...filter } = input;
  const where = whereEvents(filter);
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ id: string }[]>`
      SELECT id FROM event WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ${limit} OFFSET ${offset}`,
    db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM event WHERE ${where}`,
  ]);
  return { items: await readEvents(found.map(({ id }) => id)), total: counted[0]?.total ?? 0 };
}

/** One event. Throws not_found. */
export async function getEvent(actor: Actor, id: string): Promise<EventOutput> {
  requireScope(actor, "events:read");
  const [event] = await readEvents([id]);
  if (!event) throw notFound("event", id);
  return event;
}

/** An event and what became of it, oldest first (contracts/personas.md §1.7). Throws not_found. */
export async function auditEvent(actor: Actor, id: string): Promise<EventAudit> {
  const event = await getEvent(actor, id);
  const rows = await db.eventAudit.findMany({ where: { eventId: id }, orderBy: { id: "asc" }, take: 5_000 });
  const names = await readNames(rows.flatMap(({ executionId }) => executionId ?? []));
  const receipt = {
    id: "received",
    action: "received" as const,
    subscriptionId: null,
    personaId: null,
    personaName: null,
    executionId: null,
    detail: null,
    createdAt: event.createdAt,
  };
  const steps = rows.map((row) => ({
    id: String(row.id),
    action: row.action as EventAction,
    subscriptionId: row.subscriptionId,
    personaId: row.personaId,
    personaName: names.get(row.executionId ?? "") ?? null,
    executionId: row.executionId,
    detail: row.detail,
    createdAt: row.createdAt.toISOString(),
  }));
  return { event, audit: [receipt, ...steps] };
}

/** A page of a payload of any length, by characters. Throws not_found. */
export async function readPayload(actor: Actor, id: string, offset: number): Promise<PayloadPage> {
  requireScope(actor, "events:read");
  const rows = await db.$queryRaw<{ text: string; total: number }[]>`
    SELECT coalesce(substr(payload, ${offset + 1}::int, ${pageCharacters}::int), '') AS text, coalesce(length(payload), 0)::int AS total
    FROM event WHERE id = ${id}`;
  const row = rows[0];
  if (!row) throw notFound("event", id);
  const end = offset + pageCharacters;
  return { text: row.text, nextOffset: end < row.total ? end : null, totalCharacters: row.total };
}

/** Events per minute over the last hour. */
export async function countByMinute(actor: Actor): Promise<EventHistogram> {
  requireScope(actor, "events:read");
  const rows = await db.$queryRaw<{ minute: Date; count: number }[]>`
    SELECT m AS minute, count(event.id)::int AS count
    FROM generate_series(date_trunc('minute', now()) - interval '59 minutes', date_trunc('minute', now()), interval '1 minute') AS m
    LEFT JOIN event ON event.created_at >= m AND event.created_at < m + interval '1 minute'
    GROUP BY m ORDER BY m`;
  return rows.map(({ minute, count }) => ({ minute: minute.toISOString(), count }));
}

/** What an execution gets of an event: its payload parsed, or as `{raw}` when it is no JSON (contract §1.4). */
export function readEventInput(payload: string | null): unknown {
  if (payload === null) return undefined;
  const parsed = parseOrUndefined(payload);
  return parsed === undefined ? { raw: payload } : parsed;
}

/** Those of the events that are there, newest first. */
async function readEvents(ids: string[]): Promise<EventOutput[]> {
  const [rows, besides] = await Promise.all([
    db.event.findMany({
      where: { id: { in: ids } },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      omit: { payload: true },
    }),
    db.$queryRaw<(Beside & { id: string; text: string | null })[]>`
      SELECT id, CASE WHEN octet_length(payload) <= ${mostReplyBytes} THEN payload END AS text,
             coalesce(octet_length(payload), 0)::int AS "payloadBytes",
             (SELECT count(*)::int FROM execution x WHERE x.event_id = event.id AND x.attempt > 0) AS "retryCount",
             (SELECT min(x.not_before) FROM execution x
              WHERE x.event_id = event.id AND x.status = 'queued' AND x.waiting_for = 'retry') AS "nextRetryAt"
      FROM event WHERE id = ANY(${ids})`,
  ]);
  const besideOf = new Map(besides.map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const beside = besideOf.get(row.id);
    return beside ? [toOutput({ ...row, payload: beside.text }, beside)] : [];
  });
}

/** The personas' names as they were when their executions began. */
async function readNames(executionIds: string[]): Promise<Map<string, string>> {
  const rows = await db.execution.findMany({
    where: { id: { in: executionIds } },
    select: { id: true, personaName: true },
  });
  return new Map(rows.map(({ id, personaName }) => [id, personaName]));
}
