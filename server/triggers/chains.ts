import type { Trigger } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { NewEvent } from "@/server/events/record";
import { parseOrUndefined } from "@/server/json-text";
import { isMet } from "@/server/triggers/condition";
import type { Configs } from "@/server/triggers/config";
import {
  type ChainTrail,
  draftChain,
  draftEmitted,
  draftWebhook,
  findChainEnd,
  readTrail,
  readTrailOf,
} from "@/server/triggers/draft";
import { decideFire } from "@/server/triggers/overlap";
import { gateUnplanned, recordFire } from "@/server/triggers/record-fire";
import type { FireCause } from "@/server/triggers/schema";
import { releaseWaiting, settleFire } from "@/server/triggers/settle";

/** Fires every chain that goes on after this execution, once each. Returns how many fired. */
export async function fireChains(executionId: string): Promise<number> {
  const execution = await db.execution.findUnique({ where: { id: executionId } });
  if (!execution || execution.status === "queued" || execution.status === "running") return 0;
  const trail = readTrail(execution.inputData);
  let fired = 0;
  for (const trigger of await findChains(execution.personaId)) {
    const { on_event_type, condition } = readChain(trigger);
    const ended = { status: execution.status, output: execution.outputData };
    if (on_event_type !== undefined || !isMet(condition, ended)) continue;
    fired += await fireLink(trigger, trail, execution.personaId, executionId, () =>
      draftChain(trigger, execution),
    );
  }
  return fired;
}

/** Fires every chain that listens to this type of event from this persona, once each. Returns how many fired. */
export async function fireEmitted(eventId: string): Promise<number> {
  const event = await db.event.findUnique({ where: { id: eventId } });
  if (!event?.sourceId) return 0;
  const triggers = (await findChains(event.sourceId)).filter(
    (trigger) => readChain(trigger).on_event_type === event.eventType,
  );
  if (triggers.length === 0) return 0;
  const trail = await readTrailOf(event);
  let fired = 0;
  for (const trigger of triggers) {
    fired += await fireLink(trigger, trail, event.sourceId, eventId, () => draftEmitted(trigger, event));
  }
  return fired;
}

/**
 * Fires the webhook triggers of the persona that an event came to by its webhook. Where a trigger names another
 * persona, that one is set to work; otherwise the webhook's own event does it, and the firing points at that.
 */
export async function fireWebhookTriggers(eventId: string): Promise<number> {
  const event = await db.event.findUnique({ where: { id: eventId } });
  if (!event?.targetPersonaId) return 0;
  const triggers = await db.trigger.findMany({
    where: { triggerType: "webhook", enabled: true, personaId: event.targetPersonaId },
  });
  let fired = 0;
  for (const trigger of triggers) {
    const isOwn = (trigger.targetPersonaId ?? trigger.personaId) === trigger.personaId;
    fired += isOwn
      ? await pointAt(trigger, eventId)
      : await fireUnplanned(trigger, "webhook", eventId, draftWebhook(trigger, event));
  }
  return fired;
}

/** Fires a trigger for something that happened. A key that it fired for before changes nothing. */
export async function fireUnplanned(
  trigger: Trigger,
  cause: FireCause,
  fireKey: string,
  event: NewEvent,
): Promise<number> {
  const known = await db.triggerFire.count({ where: { triggerId: trigger.id, fireKey } });
  if (known > 0) return 0;
  const verdict = await decideFire(trigger, event, cause === "manual" || cause === "backfill");
  const gate = gateUnplanned(trigger.id, "fire" in verdict);
  const { isFired } = await recordFire(
    { triggerId: trigger.id, fireKey, cause, scheduledAt: null, verdict },
    gate,
  );
  // What it waits for may have ended while this was being written.
  if ("wait" in verdict) await releaseWaiting(trigger.id);
  return isFired && "fire" in verdict ? 1 : 0;
}

async function fireLink(
  trigger: Trigger,
  trail: ChainTrail,
  sourceId: string,
  fireKey: string,
  draft: () => Promise<NewEvent>,
): Promise<number> {
  const end = findChainEnd(trail, sourceId, trigger.targetPersonaId ?? trigger.personaId);
  if (end === null) return fireUnplanned(trigger, "chain", fireKey, await draft());
  await recordFire(
    { triggerId: trigger.id, fireKey, cause: "chain", scheduledAt: null, verdict: { skip: end } },
    gateUnplanned(trigger.id, false),
  );
  return 0;
}

async function pointAt(trigger: Trigger, eventId: string): Promise<number> {
  const fired = await db.$executeRaw`
    WITH fired AS (
      INSERT INTO trigger_fire (id, trigger_id, fire_key, cause, event_id)
      SELECT ${`fir_${eventId}_${trigger.id}`}, ${trigger.id}, ${eventId}, 'webhook', ${eventId}
      ON CONFLICT (trigger_id, fire_key) DO NOTHING RETURNING trigger_id
    )
    UPDATE trigger SET last_triggered_at = now(), updated_at = clock_timestamp() FROM fired WHERE id = fired.trigger_id`;
  // Its executions may have ended before there was a firing to settle.
  const ended = await db.execution.findMany({
    where: { eventId },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  for (const { id } of ended) await settleFire(id);
  return fired;
}

function findChains(sourcePersonaId: string): Promise<Trigger[]> {
  return db.$queryRaw<{ id: string }[]>`
    SELECT id FROM trigger
    WHERE trigger_type = 'chain' AND enabled AND config::jsonb ->> 'source_persona_id' = ${sourcePersonaId}`.then(
    (rows) =>
      db.trigger.findMany({ where: { id: { in: rows.map(({ id }) => id) } }, orderBy: { id: "asc" } }),
  );
}

function readChain(trigger: Trigger): Configs["chain"] {
  return parseOrUndefined(trigger.config) as Configs["chain"];
}
