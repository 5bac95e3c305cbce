import { noticeRaised } from "@/inngest/events";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

/**
 * Switches an endpoint off on the hub's own account, with the reason that pages and the notice show; what was pending
 * fails. Returns false when it was off before, or is gone. A person switches it on again by updating `enabled`.
 */
export async function disableEndpoint(id: string, reason: string): Promise<boolean> {
  const notice = outboxRow(noticeRaised.create({ type: "endpoint.disabled", subjectId: id }));
  const changed = await db.$queryRaw<unknown[]>`
    WITH disabled AS (
      UPDATE endpoint SET enabled = false, disabled_reason = ${reason}, updated_at = clock_timestamp()
      WHERE id = ${id} AND enabled RETURNING id
    ), stopped AS (${stopPending(Prisma.sql`endpoint_id IN (SELECT id FROM disabled)`)}),
    told AS (
      INSERT INTO outbox (id, name, data) SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM disabled
    )
    SELECT id FROM disabled`;
  if (changed.length === 0) return false;
  await flushOutbox([notice]);
  return true;
}

/** The statement that gives up pending messages because their endpoint is off. A test goes out all the same. */
export function stopPending(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    UPDATE endpoint_message SET status = 'failed', next_attempt_at = NULL, error_message = 'The endpoint was disabled.'
    WHERE ${which} AND status = 'pending' AND notice_type <> 'ping'`;
}
