import { eventReceived } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import type { EventOutput } from "@/server/events/schema";
import { describeAtReceipt } from "@/server/events/to-output";
import { type OutboxRow, outboxRow } from "@/server/outbox/service";

export type NewEvent = {
  eventType: string;
  sourceType: string;
  sourceId: string | null;
  targetPersonaId: string | null;
  payload: string | null;
  useCaseId: string | null;
};
export type NewDelivery = {
  provider: string;
  /** Provider, scope and the sender's own delivery id; a repeat of one changes nothing. */
  dedupeKey: string | null;
  headers: Record<string, string>;
  bodySha256: string;
  bodyBytes: number;
};
/** `outbox` is what the caller still has to flush. */
export type Recorded = { event: EventOutput; isReplay: boolean; outbox: OutboxRow[] };

/** Records an event and the fact for the engine in one statement. */
export async function recordEvent(event: NewEvent): Promise<Recorded> {
  const id = createId("event");
  const createdAt = new Date();
  const row = outboxRow(eventReceived.create({ eventId: id }));
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO event (id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, created_at)
      VALUES (${id}, ${event.eventType}, ${event.sourceType}, ${event.sourceId}, ${event.targetPersonaId}, ${event.payload},
              ${event.useCaseId}, ${createdAt})
    )
    INSERT INTO outbox (id, name, data) VALUES (${row.id}, ${row.name}, ${row.data})`;
  return { event: describeAtReceipt({ id, createdAt, ...event }), isReplay: false, outbox: [row] };
}

/**
 * Records a webhook's delivery, its event and the fact for the engine in one statement. A delivery whose
 * key is known already changes nothing and answers with the event as it was recorded then.
 */
export async function recordDelivery(delivery: NewDelivery, event: NewEvent): Promise<Recorded> {
  const id = createId("event");
  const createdAt = new Date();
  const row = outboxRow(eventReceived.create({ eventId: id }));
  const inserted = await db.$executeRaw`
    WITH delivered AS (
      INSERT INTO delivery (id, provider, dedupe_key, event_id, headers, body_sha256, body_bytes)
      VALUES (${createId("delivery")}, ${delivery.provider}, ${delivery.dedupeKey}, ${id}, ${JSON.stringify(delivery.headers)},
              ${delivery.bodySha256}, ${delivery.bodyBytes})
      ON CONFLICT (dedupe_key) DO NOTHING
      RETURNING event_id
    ), made AS (
      INSERT INTO event (id, event_type, source_type, source_id, target_persona_id, payload, use_case_id, created_at)
      SELECT event_id, ${event.eventType}, ${event.sourceType}, ${event.sourceId}, ${event.targetPersonaId}, ${event.payload},
             ${event.useCaseId}, ${createdAt}::timestamptz
      FROM delivered
      RETURNING id
    )
    INSERT INTO outbox (id, name, data) SELECT ${row.id}, ${row.name}, ${row.data} FROM made`;
  if (inserted > 0)
    return { event: describeAtReceipt({ id, createdAt, ...event }), isReplay: false, outbox: [row] };
  const first = await db.delivery.findUniqueOrThrow({ where: { dedupeKey: delivery.dedupeKey ?? "" } });
  // The delivery outlives its event; once that has expired the repeat's own body stands in for it.
  const recorded = await db.event.findUnique({ where: { id: first.eventId } });
  const known = recorded ?? { ...event, id: first.eventId, createdAt: first.createdAt };
  return { event: describeAtReceipt(known), isReplay: true, outbox: [] };
}
