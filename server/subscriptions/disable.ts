import { noticeRaised } from "@/inngest/events";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

/**
 * Switches a subscription off on the hub's own account, with the reason that every list then shows. Returns
 * false when it was off before, or is gone. A person switches it on again by updating `enabled`.
 */
export async function disableSubscription(id: string, reason: string): Promise<boolean> {
  const notice = outboxRow(noticeRaised.create({ type: "subscription.disabled", subjectId: id }));
  const changed = await db.$queryRaw<unknown[]>`
    WITH disabled AS (
      UPDATE subscription
      SET enabled = false, disabled_reason = ${reason}, disabled_by = ${systemActor.name}, disabled_at = now(), updated_at = now()
      WHERE id = ${id} AND enabled RETURNING id
    ), told AS (
      INSERT INTO outbox (id, name, data) SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM disabled
    )
    SELECT id FROM disabled`;
  if (changed.length === 0) return false;
  await flushOutbox([notice]);
  return true;
}
