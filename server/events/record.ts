import { eventReceived, personaEmitted } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { Cause, EventOutput } from "@/server/events/schema";
import { describeAtReceipt } from "@/server/events/to-output";
import { type OutboxRow, outboxRow } from "@/server/outbox/service";

export type NewEvent = {
  /** Given where the same event may be recorded twice; made otherwise. */
  id?: string;
  eventType: string;
  sourceType: string;
  sourceId: string | null;
  targetPersonaId: string | null;
  payload: string | null;
  useCaseId: string | null;
  triggerId?: string | null;
  /** What led to it, oldest first; empty for what comes from outside. */
  causes?: readonly Cause[];
  hopCount?: number;
  replayOfEventId?: string;
  replayKey?: string;
};
/** An event that is about to be written, with the facts for the engine that go with it. */
export type DraftEvent = NewEvent & { id: string; createdAt: Date; outbox: OutboxRow[] };
/** `outbox` is what the caller still has to flush. */
export type Recorded = { event: EventOutput; isReplay: boolean; outbox: OutboxRow[] };

export function draftEvent(event: NewEvent): DraftEvent {
  const { id = createId("event") } = event;
  const facts = [eventReceived.create({ eventId: id })];
  const emitted = event.sourceType === "persona" ? [personaEmitted.create({ eventId: id })] : [];
  return { ...event, id, createdAt: new Date(), outbox: [...facts, ...emitted].map(outboxRow) };
}

/**
 * Two common table expressions, `made` and `told`, that write an event and its facts for the engine. With
 * `from` (the name of an earlier expression) they do so once for each of its rows, so for none when it is empty.
 */
export function eventInsert(draft: DraftEvent, from?: "delivered" | "fired"): Prisma.Sql {
  const source = from === undefined ? Prisma.empty : Prisma.raw(`FROM ${from}`);
  const facts = draft.outbox.map(({ id, name, data }) => Prisma.sql`(${id}, ${name}, ${data})`);
  return Prisma.sql`made AS (
      INSERT INTO event (id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, trigger_id,
                         hop_count, causes, replay_of_event_id, replay_key, created_at)
      SELECT ${draft.id}, ${draft.eventType}, ${draft.sourceType}, ${draft.sourceId}, ${draft.targetPersonaId},
             ${draft.payload}, ${draft.useCaseId}, ${draft.triggerId ?? null}, ${draft.hopCount ?? 0}::int,
             ${JSON.stringify(draft.causes ?? [])}, ${draft.replayOfEventId ?? null}, ${draft.replayKey ?? null},
             ${draft.createdAt}::timestamptz
      ${source}
      ON CONFLICT (replay_of_event_id, replay_key) DO NOTHING
      RETURNING id
    ), told AS (
      INSERT INTO outbox (id, name, data)
      SELECT v.id, v.name, v.data FROM made, (VALUES ${Prisma.join(facts)}) AS v(id, name, data)
    )`;
}

/** The same for many events that come from outside, each written when `from` has a row with its id as `event_id`. */
export function eventsInsert(drafts: readonly DraftEvent[], from: "delivered"): Prisma.Sql {
  const events = drafts.map((draft) => ({
    id: draft.id,
    event_type: draft.eventType,
    source_type: draft.sourceType,
    source_id: draft.sourceId,
    target_persona_id: draft.targetPersonaId,
    payload: draft.payload,
    use_case_id: draft.useCaseId,
    created_at: draft.createdAt,
  }));
  const facts = drafts.flatMap(({ id, outbox }) => outbox.map((row) => ({ ...row, event_id: id })));
  return Prisma.sql`made AS (
      INSERT INTO event (id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, created_at)
      SELECT id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, created_at
      FROM json_to_recordset(${JSON.stringify(events)}::json)
        AS e(id text, event_type text, source_type text, source_id text, target_persona_id text, payload text,
             use_case_id text, created_at timestamptz)
      WHERE id IN (SELECT event_id FROM ${Prisma.raw(from)})
      RETURNING id
    ), told AS (
      INSERT INTO outbox (id, name, data)
      SELECT f.id, f.name, f.data FROM json_to_recordset(${JSON.stringify(facts)}::json)
        AS f(id text, name text, data text, event_id text)
      WHERE event_id IN (SELECT id FROM made)
    )`;
}

/** Records an event of a given id, and the facts for the engine, unless it is there. Returns what to flush. */
export async function recordEventOnce(event: NewEvent & { id: string }): Promise<OutboxRow[]> {
  const isThere = (await db.event.count({ where: { id: event.id } })) > 0;
  return isThere ? [] : (await recordEvent(event)).outbox;
}

/** Records an event and the facts for the engine in one statement. A replay whose key is known changes nothing. */
export async function recordEvent(event: NewEvent): Promise<Recorded> {
  const draft = draftEvent(event);
  const made = await db.$queryRaw<unknown[]>`WITH ${eventInsert(draft)} SELECT id FROM made`;
  if (made.length > 0) return { event: describeAtReceipt(draft), isReplay: false, outbox: draft.outbox };
  const { replayOfEventId = "", replayKey = "" } = event;
  const first = await db.event.findUniqueOrThrow({
    where: { replayOfEventId_replayKey: { replayOfEventId, replayKey } },
  });
  return { event: describeAtReceipt(first), isReplay: true, outbox: [] };
}
