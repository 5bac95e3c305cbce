import { Prisma, type Trigger } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import { readSettings } from "@/server/settings/service";
import { type Configs, readConfig } from "@/server/triggers/config";
import { draftPlain } from "@/server/triggers/draft";
import { nextFire, readSchedule, type Schedule } from "@/server/triggers/next-fire";
import { decideFire } from "@/server/triggers/overlap";
import { planFires } from "@/server/triggers/planned-times";
import { type Arming, degrade, isStillArmed, recordFire, type Verdict } from "@/server/triggers/record-fire";
import type { FireCause, MisfirePolicy } from "@/server/triggers/schema";
import { releaseWaiting } from "@/server/triggers/settle";

/** The schedule of a trigger by its config; a cron without a zone is read in the workspace's. */
export async function scheduleOf(
  trigger: Pick<Trigger, "triggerType" | "config" | "createdAt">,
): Promise<Schedule> {
  const clock = { anchorMs: trigger.createdAt.getTime(), timeZone: (await readSettings()).timeZone };
  if (trigger.triggerType === "polling") {
    // Not by its shape: the stored headers are sealed.
    const { interval_seconds = 60 } = parseOrUndefined(trigger.config) as Partial<Configs["polling"]>;
    return readSchedule({ interval_seconds }, clock);
  }
  const config: Configs["schedule"] = readConfig("schedule", trigger.config, clock);
  return readSchedule(config, clock);
}

/** The trigger of an arming, unless it was changed, switched off or fired since. */
export async function findArmed({ triggerId, generation, dueAt }: Arming): Promise<Trigger | null> {
  return db.trigger.findFirst({ where: { id: triggerId, enabled: true, generation, nextTriggerAt: dueAt } });
}

/** Whether an arming still counts. */
export async function isArmed(arming: Arming): Promise<boolean> {
  return (await findArmed(arming)) !== null;
}

/**
 * Fires a schedule whose time has come, plans its next time and arms it, all in one statement, so that neither a
 * second call nor a crash fires a time twice or loses one. Times that passed while nobody could fire follow the
 * misfire policy. Says "poll" for a polling trigger, whose page has to be read first, and "void" when another
 * generation counts. A schedule that can no longer be read degrades the trigger.
 */
export async function fireDue(
  arming: Arming,
  now = Date.now(),
): Promise<"fired" | "void" | "poll" | "degraded"> {
  const trigger = await findArmed(arming);
  if (!trigger) return "void";
  if (trigger.triggerType === "polling") return "poll";
  const schedule = await scheduleOf(trigger).catch((error: unknown) =>
    String(error instanceof Error ? error.message : error),
  );
  if (typeof schedule === "string") {
    await degrade(arming, `Its schedule cannot be read: ${schedule}`);
    return "degraded";
  }
  // A sleep may end a breath early by this machine's clock.
  const nowMs = Math.max(now, arming.dueAt.getTime());
  const plan = planFires(schedule, arming.dueAt.getTime(), nowMs, {
    policy: trigger.misfirePolicy as MisfirePolicy,
    limit: trigger.misfireLimit,
    windowMs: trigger.misfireWindowMs,
  });
  const next = nextFire(schedule, nowMs);
  const passedOver: Planned[] =
    plan.passedOverAt === null ? [] : [{ atMs: plan.passedOverAt, cause: "misfire", isPassedOver: true }];
  const planned: Planned[] = [...passedOver, ...plan.due];
  for (const [index, each] of planned.entries()) {
    const isLast = index === planned.length - 1;
    if (!(await firePlanned(trigger, arming, each, isLast ? { next } : null))) return "void";
  }
  // What these wait for may have ended while they were being written.
  if (trigger.overlapPolicy === "queue") await releaseWaiting(trigger.id);
  return "fired";
}

type Planned = { atMs: number; cause: FireCause; isPassedOver?: true };

async function firePlanned(
  trigger: Trigger,
  arming: Arming,
  { atMs, cause, isPassedOver }: Planned,
  advance: { next: number | null } | null,
): Promise<boolean> {
  const scheduledAt = new Date(atMs);
  const verdict: Verdict = isPassedOver
    ? { skip: `Nobody could fire at that time, and the misfire policy is “${trigger.misfirePolicy}”.` }
    : await decideFire(trigger, draftPlain(trigger));
  const nextAt = advance && advance.next !== null ? new Date(advance.next) : null;
  const gate = advance
    ? Prisma.sql`
        UPDATE trigger SET next_trigger_at = ${nextAt}::timestamptz, updated_at = clock_timestamp(),
          last_triggered_at = CASE WHEN ${"fire" in verdict} THEN now() ELSE last_triggered_at END,
          health_status = 'healthy', health_message = NULL
        WHERE ${isStillArmed(arming)} RETURNING id`
    : Prisma.sql`SELECT id FROM trigger WHERE ${isStillArmed(arming)} FOR UPDATE`;
  const firing = { triggerId: trigger.id, fireKey: scheduledAt.toISOString(), cause, scheduledAt, verdict };
  const next = nextAt ? { triggerId: trigger.id, generation: trigger.generation, dueAt: nextAt } : undefined;
  return (await recordFire(firing, gate, next)).isOpen;
}
