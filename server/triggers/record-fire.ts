import { noticeRaised, triggerArmed } from "@/inngest/events";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { draftEvent, eventInsert, type NewEvent } from "@/server/events/record";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import type { FireCause } from "@/server/triggers/schema";

/** An arming: the trigger's next time, valid for one generation of it. */
export type Arming = { triggerId: string; generation: number; dueAt: Date };
/** What becomes of a firing: an event, or a row that says why there is none (yet). */
export type Verdict = { fire: NewEvent } | { skip: string } | { wait: string };
export type Firing = {
  triggerId: string;
  fireKey: string;
  cause: FireCause;
  scheduledAt: Date | null;
  verdict: Verdict;
};

/**
 * Writes a firing, its event and the facts that go with it in one statement, beside `gate`: a statement that
 * returns the trigger's row when the firing may take place. A key fires once per trigger. With `next`, the gate is
 * also what plans the next time, so its arming is written too. Returns whether this call fired it.
 */
export async function recordFire(
  firing: Firing,
  gate: Prisma.Sql,
  next?: Arming,
): Promise<{ isOpen: boolean; isFired: boolean }> {
  const { triggerId, fireKey, cause, scheduledAt, verdict } = firing;
  const draft = "fire" in verdict ? draftEvent(verdict.fire) : null;
  const status = draft ? "fired" : "skip" in verdict ? "skipped" : "waiting";
  const reason = "skip" in verdict ? verdict.skip : "wait" in verdict ? verdict.wait : null;
  const [outcome] = await db.$queryRaw<{ open: number; fired: number }[]>`
    WITH gate AS (${gate}), fired AS (
      INSERT INTO trigger_fire (id, trigger_id, fire_key, cause, event_id, status, error_message, scheduled_at)
      SELECT ${createId("fire")}, ${triggerId}, ${fireKey}, ${cause}, ${draft?.id ?? null}, ${status}, ${reason},
             ${scheduledAt}::timestamptz
      FROM gate
      ON CONFLICT (trigger_id, fire_key) DO NOTHING
      RETURNING id
    )${draft ? Prisma.sql`, ${eventInsert(draft, "fired")}` : Prisma.empty}${armed(next)}
    SELECT (SELECT count(*) FROM gate)::int AS open, (SELECT count(*) FROM fired)::int AS fired`;
  const isOpen = (outcome?.open ?? 0) > 0;
  const isFired = (outcome?.fired ?? 0) > 0;
  await flushOutbox([...(isFired && draft ? draft.outbox : []), ...(isOpen && next ? [armRow(next)] : [])]);
  return { isOpen, isFired };
}

/** Plans the next time without a firing, beside the same kind of gate. Returns whether the gate was open. */
export async function recordNone(gate: Prisma.Sql, next: Arming): Promise<boolean> {
  const open = await db.$queryRaw<unknown[]>`WITH gate AS (${gate})${armed(next)} SELECT id FROM gate`;
  if (open.length > 0) await flushOutbox([armRow(next)]);
  return open.length > 0;
}

/** The gate of what is not planned: the trigger is there. A firing that is none leaves its last time alone. */
export function gateUnplanned(triggerId: string, isFire: boolean): Prisma.Sql {
  const condition = Prisma.sql`WHERE id = ${triggerId} RETURNING id`;
  return isFire
    ? Prisma.sql`UPDATE trigger SET last_triggered_at = now(), updated_at = clock_timestamp() ${condition}`
    : Prisma.sql`UPDATE trigger SET updated_at = clock_timestamp() ${condition}`;
}

/** Whether a trigger still stands as it was armed: on, of this generation, waiting for this time. */
export function isStillArmed({ triggerId, generation, dueAt }: Arming): Prisma.Sql {
  return Prisma.sql`id = ${triggerId} AND enabled AND generation = ${generation} AND next_trigger_at = ${dueAt}::timestamptz`;
}

const armRows = new WeakMap<Arming, ReturnType<typeof outboxRow>>();

/** The outbox row of an arming, the same one each time it is asked for. */
export function armRow(arming: Arming): ReturnType<typeof outboxRow> {
  const known = armRows.get(arming);
  if (known) return known;
  const row = outboxRow(triggerArmed.create({ ...arming, dueAt: arming.dueAt.toISOString() }));
  armRows.set(arming, row);
  return row;
}

/** The expression that writes an arming beside `gate`. */
export function armed(next: Arming | undefined): Prisma.Sql {
  if (!next) return Prisma.empty;
  const { id, name, data } = armRow(next);
  return Prisma.sql`, armed AS (INSERT INTO outbox (id, name, data) SELECT ${id}, ${name}, ${data} FROM gate)`;
}

/**
 * Marks a trigger as degraded, with the reason, and raises a notice if it was healthy before. Its schedule stops
 * unless `next` goes on. Does nothing when it is no longer armed so.
 */
export async function degrade(arming: Arming, reason: string, next?: Arming): Promise<void> {
  const notice = outboxRow(noticeRaised.create({ type: "trigger.degraded", subjectId: arming.triggerId }));
  const [outcome] = await db.$queryRaw<{ open: number; told: number }[]>`
    WITH before AS (SELECT id, health_status FROM trigger WHERE ${isStillArmed(arming)} FOR UPDATE), gate AS (
      UPDATE trigger SET health_status = 'degraded', health_message = ${reason}, failure_count = failure_count + 1,
        next_trigger_at = ${next?.dueAt ?? null}::timestamptz, updated_at = clock_timestamp()
      FROM before WHERE trigger.id = before.id
      RETURNING trigger.id, before.health_status
    ), told AS (
      INSERT INTO outbox (id, name, data)
      SELECT ${notice.id}, ${notice.name}, ${notice.data} FROM gate WHERE health_status <> 'degraded' RETURNING id
    )${armed(next)}
    SELECT (SELECT count(*) FROM gate)::int AS open, (SELECT count(*) FROM told)::int AS told`;
  if (!outcome?.open) return;
  await flushOutbox([...(outcome.told ? [notice] : []), ...(next ? [armRow(next)] : [])]);
}
