import { eventReceived } from "@/inngest/events";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { moveEvent } from "@/server/events/move";
import type { EventOutput } from "@/server/events/schema";
import { getEvent } from "@/server/events/service";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

/**
 * Puts a failed or dead-lettered event back to pending, so that it is matched again: personas that have
 * no execution yet get one, those whose last attempt failed get a further one with all their retries, and
 * the others are left alone. Throws not_found, and conflict for any other status.
 */
export async function reviveEvent(actor: Actor, id: string): Promise<EventOutput> {
  requireScope(actor, "events:write");
  const row = outboxRow(eventReceived.create({ eventId: id }));
  const revived = await db.$queryRaw<unknown[]>`
    WITH revived AS (
      ${moveEvent(id, "pending", { errorMessage: null })} AND status <> 'processing' RETURNING id
    ), noted AS (
      INSERT INTO event_audit (event_id, action) SELECT id, 'manual_retry' FROM revived
    ), told AS (
      INSERT INTO outbox (id, name, data) SELECT ${row.id}, ${row.name}, ${row.data} FROM revived
    )
    SELECT id FROM revived`;
  if (revived.length > 0) await flushOutbox([row]);
  const event = await getEvent(actor, id);
  if (revived.length === 0)
    throw new AppError(
      "conflict",
      `Only a failed or dead-lettered event can be tried again; this one is ${event.status}. Replay it instead.`,
    );
  return event;
}
