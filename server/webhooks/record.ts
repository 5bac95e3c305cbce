import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { draftEvent, eventInsert, type NewEvent, type Recorded } from "@/server/events/record";
import { describeAtReceipt } from "@/server/events/to-output";

export type NewDelivery = {
  provider: string;
  /** Provider, scope and the sender's own delivery id; a repeat of one changes nothing. */
  dedupeKey: string | null;
  headers: Record<string, string>;
  bodySha256: string;
  bodyBytes: number;
};

/**
 * Records a webhook's delivery, its event and the fact for the engine in one statement. A delivery whose
 * key is known already changes nothing and answers with the event as it was recorded then.
 */
export async function recordDelivery(delivery: NewDelivery, event: NewEvent): Promise<Recorded> {
  const draft = draftEvent(event);
  const made = await db.$queryRaw<unknown[]>`
    WITH delivered AS (
      INSERT INTO delivery (id, provider, dedupe_key, event_id, headers, body_sha256, body_bytes)
      VALUES (${createId("delivery")}, ${delivery.provider}, ${delivery.dedupeKey}, ${draft.id},
              ${JSON.stringify(delivery.headers)}, ${delivery.bodySha256}, ${delivery.bodyBytes})
      ON CONFLICT (dedupe_key) DO NOTHING
      RETURNING id
    ), ${eventInsert(draft, "delivered")}
    SELECT id FROM made`;
  if (made.length > 0) return { event: describeAtReceipt(draft), isReplay: false, outbox: draft.outbox };
  const first = await db.delivery.findUniqueOrThrow({ where: { dedupeKey: delivery.dedupeKey ?? "" } });
  // The delivery outlives its event; once that has expired the repeat's own body stands in for it.
  const eventId = first.eventId ?? "";
  const recorded = await db.event.findUnique({ where: { id: eventId } });
  const known = recorded ?? { ...event, id: eventId, createdAt: first.createdAt };
  return { event: describeAtReceipt(known), isReplay: true, outbox: [] };
}
