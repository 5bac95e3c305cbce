import { eventReceived } from "@/inngest/events";
import { db } from "@/server/db";
import { flushOutbox, type OutboxRow } from "@/server/outbox/service";

const mostAtOnce = 500;

/**
 * Tells the engine again of events that nobody matched for `lostAfterMs`, oldest first. Each is asked for
 * once in that time, so that a long queue of the engine is not made longer by it. Returns how many.
 */
export async function requestLostEvents(lostAfterMs: number, now = Date.now()): Promise<number> {
  const rows = await db.$queryRaw<OutboxRow[]>`
    WITH lost AS (
      UPDATE event SET updated_at = ${new Date(now)}
      WHERE id IN (
        SELECT id FROM event WHERE status IN ('pending', 'processing') AND updated_at < ${new Date(now - lostAfterMs)}
        ORDER BY created_at LIMIT ${mostAtOnce})
      RETURNING id
    )
    INSERT INTO outbox (id, name, data)
    SELECT 'out_' || id || '_' || (extract(epoch FROM clock_timestamp()) * 1000)::bigint, ${eventReceived.name},
           json_build_object('eventId', id)::text
    FROM lost
    RETURNING id, name, data`;
  await flushOutbox(rows);
  return rows.length;
}
