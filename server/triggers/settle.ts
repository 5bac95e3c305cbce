import type { Trigger, TriggerFire } from "@/prisma/generated/client";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { draftEvent, eventInsert, type NewEvent } from "@/server/events/record";
import { flushOutbox } from "@/server/outbox/service";
import { draftChain, draftEmitted, draftPlain, draftWebhook } from "@/server/triggers/draft";
import { findAbsence, readState } from "@/server/triggers/overlap";

/**
 * Settles the firing that an ended execution goes back to: completed or failed, with the execution and how long it
 * took; a later attempt counts over an earlier one. Then fires what waited for it.
 */
export async function settleFire(executionId: string): Promise<void> {
  const settled = await db.$queryRaw<{ triggerId: string }[]>`
    WITH settled AS (UPDATE trigger_fire f SET
      status = CASE x.status WHEN 'completed' THEN 'completed' ELSE 'failed' END,
      execution_id = x.id, duration_ms = x.duration_ms,
      error_message = CASE x.status WHEN 'cancelled' THEN coalesce(x.error_message, 'Its execution was cancelled.') ELSE x.error_message END
    FROM execution x
    WHERE x.id = ${executionId} AND x.status IN ('completed', 'failed', 'cancelled') AND f.event_id = x.event_id
      AND f.status IN ('fired', 'completed', 'failed') AND (f.execution_id IS NULL OR f.execution_id <= x.id)
    RETURNING f.trigger_id)
    UPDATE trigger SET updated_at = clock_timestamp() FROM settled WHERE trigger.id = settled.trigger_id
    RETURNING trigger.id AS "triggerId"`;
  const ended = await db.execution.findUnique({ where: { id: executionId }, select: { triggerId: true } });
  const triggerIds = new Set([
    ...settled.map(({ triggerId }) => triggerId),
    ...(ended?.triggerId ? [ended.triggerId] : []),
  ]);
  for (const triggerId of triggerIds) await releaseWaiting(triggerId);
}

/** Fires the oldest waiting firing of a trigger, if nothing that it fired before still runs. Returns whether it did. */
export async function releaseWaiting(triggerId: string): Promise<boolean> {
  const { isBusy, waiting } = await readState(triggerId);
  if (isBusy || waiting === 0) return false;
  const oldest = await db.triggerFire.findFirst({
    where: { triggerId, status: "waiting" },
    orderBy: [{ firedAt: "asc" }, { id: "asc" }],
    include: { trigger: true },
  });
  if (!oldest) return false;
  const reason = oldest.trigger.enabled
    ? await findAbsence(oldest.trigger)
    : "The trigger was paused while this waited.";
  const event = reason === null ? await redraft(oldest.trigger, oldest) : null;
  if (!event) {
    const errorMessage = reason ?? "What it was to fire for has expired.";
    await db.triggerFire.updateMany({
      where: { id: oldest.id, status: "waiting" },
      data: { status: "skipped", errorMessage },
    });
    return releaseWaiting(triggerId);
  }
  const draft = draftEvent(event);
  const fired = await db.$queryRaw<unknown[]>`
    WITH fired AS (
      UPDATE trigger_fire SET status = 'fired', event_id = ${draft.id}, fired_at = now(), error_message = NULL
      WHERE id = ${oldest.id} AND status = 'waiting' RETURNING id
    ), ${eventInsert(draft, "fired")}, touched AS (
      UPDATE trigger SET last_triggered_at = now(), updated_at = clock_timestamp()
      FROM fired WHERE trigger.id = ${triggerId}
    )
    SELECT id FROM fired`;
  if (fired.length > 0) await flushOutbox(draft.outbox);
  return fired.length > 0;
}

/** Fires what waits although nothing that it waits for runs any more. Returns how many. */
export async function releaseLost(): Promise<number> {
  const waiting = await db.$queryRaw<{ triggerId: string }[]>(
    Prisma.sql`SELECT DISTINCT trigger_id AS "triggerId" FROM trigger_fire WHERE status = 'waiting' LIMIT 500`,
  );
  let released = 0;
  for (const { triggerId } of waiting) if (await releaseWaiting(triggerId)) released += 1;
  return released;
}

/** The event of a firing that waited, made again from what it fires for. Null when that is gone. */
async function redraft(trigger: Trigger, { cause, fireKey }: TriggerFire): Promise<NewEvent | null> {
  if (cause !== "chain" && cause !== "webhook") return draftPlain(trigger);
  const execution = fireKey.startsWith("evt_")
    ? null
    : await db.execution.findUnique({ where: { id: fireKey } });
  if (execution) return draftChain(trigger, execution);
  const event = await db.event.findUnique({ where: { id: fireKey } });
  if (!event) return null;
  return cause === "chain" ? draftEmitted(trigger, event) : draftWebhook(trigger, event);
}
