import { randomUUID } from "node:crypto";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { invalidField, notFound } from "@/server/errors";
import { readSettings } from "@/server/settings/service";
import { fireUnplanned } from "@/server/triggers/chains";
import { readConfig } from "@/server/triggers/config";
import { draftPlain } from "@/server/triggers/draft";
import { scheduleOf } from "@/server/triggers/fire";
import { nextFire, noteClock, readSchedule, type Schedule } from "@/server/triggers/next-fire";
import { decideFire } from "@/server/triggers/overlap";
import { listTimes } from "@/server/triggers/planned-times";
import { gateUnplanned, recordFire } from "@/server/triggers/record-fire";
import type {
  BackfillOutput,
  DraftPreview,
  FiringOutput,
  PreviewOutput,
  TriggerBackfill,
  TriggerRun,
} from "@/server/triggers/schema";
import { readTrigger } from "@/server/triggers/service";
import { nameZone, toFiring } from "@/server/triggers/to-output";

/**
 * Fires a trigger now, whatever its schedule, switch and overlap policy say. The same key fires once, and answers
 * with that firing ever after. Throws not_found.
 */
export async function runTrigger(actor: Actor, { id, payload, key }: TriggerRun): Promise<FiringOutput> {
  requireScope(actor, "triggers:write");
  const trigger = await readTrigger(id);
  const fireKey = `run:${key ?? randomUUID()}`;
  await fireUnplanned(trigger, "manual", fireKey, draftPlain(trigger, payload));
  const fire = await db.triggerFire.findUnique({ where: { triggerId_fireKey: { triggerId: id, fireKey } } });
  if (!fire) throw notFound("trigger", id);
  return toFiring(fire);
}

/**
 * Fires the planned times of a window that lies behind, oldest first. A time that fired, or was skipped, before
 * stays as it is, so that doing it again changes nothing. Throws not_found, and validation_failed for a trigger without a
 * schedule or a window that is none.
 */
export async function backfillTrigger(actor: Actor, input: TriggerBackfill): Promise<BackfillOutput> {
  requireScope(actor, "triggers:write");
  const trigger = await readTrigger(input.id);
  if (trigger.triggerType !== "schedule")
    throw invalidField("id", "Only a schedule has planned times to backfill");
  const fromMs = Date.parse(input.from);
  const toMs = Math.min(Date.parse(input.to), Date.now());
  if (fromMs > toMs) throw invalidField("from", "The window begins before it ends, and not in the future");
  const found = listTimes(await scheduleOf(trigger), fromMs - 1, toMs, input.limit + 1);
  const times = found.slice(0, input.limit).map((at) => new Date(at));
  const keys = times.map((at) => at.toISOString());
  const known = await db.triggerFire.count({ where: { triggerId: trigger.id, fireKey: { in: keys } } });
  let fired = 0;
  for (const scheduledAt of input.dryRun ? [] : times) {
    const verdict = await decideFire(trigger, draftPlain(trigger), true);
    const firing = {
      triggerId: trigger.id,
      fireKey: scheduledAt.toISOString(),
      cause: "backfill" as const,
      scheduledAt,
      verdict,
    };
    const { isFired } = await recordFire(firing, gateUnplanned(trigger.id, "fire" in verdict));
    if (isFired && "fire" in verdict) fired += 1;
  }
  return {
    planned: times.length,
    fired,
    alreadyFired: known,
    hasMore: found.length > input.limit,
    times: keys,
  };
}

/** The next planned times of a trigger, by the function that schedules it. Throws not_found. */
export async function previewTrigger(
  actor: Actor,
  { id, limit }: { id: string; limit: number },
): Promise<PreviewOutput> {
  requireScope(actor, "triggers:read");
  const trigger = await readTrigger(id);
  if (trigger.triggerType !== "schedule" && trigger.triggerType !== "polling")
    return { timeZone: null, times: [] };
  const { timeZone } = await readSettings();
  const from = Math.max(Date.now(), (trigger.nextTriggerAt?.getTime() ?? 0) - 1);
  return {
    timeZone: nameZone(trigger.config, timeZone),
    times: preview(await scheduleOf(trigger), from, limit),
  };
}

/** The next planned times of a schedule that is not saved; intervals count from now. Throws validation_failed. */
export async function previewDraft(actor: Actor, { config, limit }: DraftPreview): Promise<PreviewOutput> {
  requireScope(actor, "triggers:read");
  const { timeZone } = await readSettings();
  const clock = { anchorMs: Date.now(), timeZone };
  const schedule = readSchedule(readConfig("schedule", config, clock), clock);
  return { timeZone: nameZone(config, timeZone), times: preview(schedule, clock.anchorMs, limit) };
}

function preview(schedule: Schedule, fromMs: number, count: number): PreviewOutput["times"] {
  const times: PreviewOutput["times"] = [];
  for (
    let next = nextFire(schedule, fromMs);
    next !== null && times.length < count;
    next = nextFire(schedule, next)
  ) {
    times.push({ at: new Date(next).toISOString(), note: noteClock(schedule, next) });
  }
  return times;
}
