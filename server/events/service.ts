import type { Prisma } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { recordEvent } from "@/server/events/record";
import type {
  EventHistogram,
  EventList,
  EventOutput,
  EventPublish,
  PayloadPage,
} from "@/server/events/schema";
import { mostReplyBytes, toOutput } from "@/server/events/to-output";
import { assemblePrompt, type Prompt } from "@/server/executions/assemble";
import { boundJson } from "@/server/executions/bound-json";
import { parseOrUndefined } from "@/server/json-text";
import { flushOutbox } from "@/server/outbox/service";
import type { Page } from "@/server/page-input";
import { readPersona } from "@/server/personas/service";

const pageCharacters = 256 * 1024;

/** Publishes an event: recorded when this returns, matched right after. */
export async function publishEvent(actor: Actor, input: EventPublish): Promise<EventOutput> {
  requireScope(actor, "events:write");
  const { event, outbox } = await recordEvent({
    eventType: input.eventType,
    sourceType: input.sourceType,
    sourceId: input.sourceId ?? null,
    targetPersonaId: input.targetPersonaId ?? null,
    payload: input.payload ?? null,
    useCaseId: input.useCaseId ?? null,
  });
  await flushOutbox(outbox);
  return event;
}

/** Events, newest first, each with its payload when that is at most 64 KB. */
export async function listEvents(actor: Actor, input: EventList): Promise<Page<EventOutput>> {
  requireScope(actor, "events:read");
  const { limit, offset, eventType, sourceType, status, search } = input;
  const where: Prisma.EventWhereInput = {
    ...(eventType ? { eventType } : {}),
    ...(sourceType ? { sourceType } : {}),
    ...(status === undefined ? {} : { status }),
    ...(search
      ? {
          OR: [
            { id: search },
            { eventType: { contains: search } },
            { sourceId: { contains: search, mode: "insensitive" } },
          ],
        }
      : {}),
  };
  const [rows, total] = await Promise.all([
    db.event.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: limit,
      skip: offset,
      omit: { payload: true },
    }),
    db.event.count({ where }),
  ]);
  const payloads = await readPayloads(rows.map(({ id }) => id));
  const items = rows.map((row) => {
    const { text = null, bytes = 0 } = payloads.get(row.id) ?? {};
    return { ...toOutput({ ...row, payload: text }), payloadBytes: bytes };
  });
  return { items, total };
}

/** One event. Throws not_found. */
export async function getEvent(actor: Actor, id: string): Promise<EventOutput> {
  requireScope(actor, "events:read");
  const row = await db.event.findUnique({ where: { id }, omit: { payload: true } });
  if (!row) throw notFound("event", id);
  const { text = null, bytes = 0 } = (await readPayloads([id])).get(id) ?? {};
  return { ...toOutput({ ...row, payload: text }), payloadBytes: bytes };
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

/** The prompt a persona would be given for an event, or for no input. Nothing runs. */
export async function previewPrompt(
  actor: Actor,
  input: { personaId: string; eventId?: string | undefined },
): Promise<Prompt> {
  requireScope(actor, "personas:read");
  const persona = await readPersona(input.personaId);
  if (input.eventId === undefined) return assemblePrompt(persona, undefined);
  requireScope(actor, "events:read");
  const event = await db.event.findUnique({ where: { id: input.eventId } });
  if (!event) throw notFound("event", input.eventId);
  return assemblePrompt(persona, boundJson(readEventInput(event.payload)));
}

/** What an execution gets of an event: its payload parsed, or as `{raw}` when it is no JSON (contract §1.4). */
export function readEventInput(payload: string | null): unknown {
  if (payload === null) return undefined;
  const parsed = parseOrUndefined(payload);
  return parsed === undefined ? { raw: payload } : parsed;
}

async function readPayloads(ids: string[]): Promise<Map<string, { text: string | null; bytes: number }>> {
  const rows = await db.$queryRaw<{ id: string; text: string | null; bytes: number }[]>`
    SELECT id, CASE WHEN octet_length(payload) <= ${mostReplyBytes} THEN payload END AS text,
           coalesce(octet_length(payload), 0)::int AS bytes
    FROM event WHERE id = ANY(${ids})`;
  return new Map(rows.map(({ id, text, bytes }) => [id, { text, bytes }]));
}
