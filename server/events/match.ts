import { webhookReceived } from "@/inngest/events";
import { db } from "@/server/db";
import { deliverEvent, dispatchAlone, type Note, settleEvent } from "@/server/events/dispatch";
import { guardLoops } from "@/server/events/loop-guard";
import { moveEvent } from "@/server/events/move";
import { readEventInput } from "@/server/events/service";
import { readCauses } from "@/server/events/to-output";
import { announce, flushOutbox } from "@/server/outbox/service";
import { readSettings } from "@/server/settings/service";
import { disableSubscription } from "@/server/subscriptions/disable";
import { findListeners, type Listener } from "@/server/subscriptions/find-listeners";

/** A payload up to this size as it is stored comes along with the event; a longer one is read when it is needed. */
const mostCarriedBytes = 64 * 1024;

type Taken = {
  id: string;
  eventType: string;
  sourceId: string | null;
  targetPersonaId: string | null;
  hopCount: number;
  causes: string;
  payload: string | null;
  isCarried: boolean;
  hasTriggers: boolean;
};

/**
 * Matches an event to personas and makes one execution for each: delivered when all are made, skipped when
 * nothing matched or the loop guard holds it (design §12.3). Doing it again makes nothing twice, so whatever
 * fails is thrown and tried again by the engine; on the last try (`isLast`) each persona is tried alone, and
 * the event is partial when some could not be started, failed when none could.
 */
export async function matchEvent(eventId: string, { isLast = false } = {}): Promise<string> {
  const event = await takeUp(eventId);
  if (!event) return "settled before";
  if (event.hasTriggers) await announce(webhookReceived.create({ eventId }));
  const settings = await readSettings();
  if (event.hopCount > settings.hopLimit) return stopAtHopLimit(event, settings.hopLimit);
  const payload = once(() => readPayloadText(event));
  const found = await findListeners(event, payload);
  const { listeners, notes, tripped } = await guardLoops(eventId, readCauses(event.causes), found, settings);
  // Before the event is settled: nobody would come back to it after a crash in between.
  for (const { subscriptionId, reason } of tripped) await disableSubscription(subscriptionId, reason);
  const trail: Note[] = [{ action: "subscriptions_evaluated", detail: describeMatches(found) }, ...notes];
  return listeners.length === 0
    ? skipEvent(eventId, tripped.length > 0 ? "Held by the loop guard" : null, trail)
    : startAll(event, listeners, readEventInput(await payload()), trail, isLast);
}

/** Settles an event that the engine gave up on: partial when some executions were made, failed when none. */
export async function failEvent(eventId: string, reason: string): Promise<void> {
  const made = await db.execution.count({ where: { eventId } });
  const note: Note = { action: "failed", detail: reason };
  if (made > 0)
    await settleEvent(eventId, "partial", `Some matched personas could not be started: ${reason}`, [note]);
  else await settleEvent(eventId, "failed", `All subscription matches failed: ${reason}`, [note]);
}

async function takeUp(eventId: string): Promise<Taken | null> {
  const rows = await db.$queryRaw<Taken[]>`
    ${moveEvent(eventId, "processing", { orAgain: true })}
    RETURNING id, event_type AS "eventType", source_id AS "sourceId", target_persona_id AS "targetPersonaId",
              hop_count AS "hopCount", causes,
              source_type = 'webhook' AND replay_of_event_id IS NULL AND EXISTS (
                SELECT 1 FROM trigger t WHERE t.trigger_type = 'webhook' AND t.enabled AND t.persona_id = event.target_persona_id
              ) AS "hasTriggers", coalesce(pg_column_size(payload), 0) <= ${mostCarriedBytes} AS "isCarried",
              CASE WHEN pg_column_size(payload) <= ${mostCarriedBytes} THEN payload END AS payload`;
  return rows[0] ?? null;
}

async function stopAtHopLimit({ id, hopCount }: Taken, limit: number): Promise<string> {
  const detail = `It stands ${hopCount} executions away from what began it; the limit is ${limit}.`;
  await settleEvent(id, "skipped", `Reached the hop limit: ${detail}`, [
    { action: "hop_limit_reached", detail },
  ]);
  return "skipped";
}

async function skipEvent(eventId: string, reason: string | null, trail: Note[]): Promise<string> {
  const detail = reason ?? "No subscription matches.";
  await settleEvent(eventId, "skipped", reason, [...trail, { action: "skipped", detail }]);
  return "skipped";
}

async function startAll(
  event: Taken,
  listeners: Listener[],
  input: unknown,
  notes: Note[],
  isLast: boolean,
): Promise<string> {
  try {
    await flushOutbox(await deliverEvent(event.id, { listeners, input, notes }));
    return "delivered";
  } catch (error) {
    if (!isLast) throw error;
    return startEach(event, listeners, input, notes);
  }
}

/** Whatever keeps one persona from being started does not keep the others. */
async function startEach(
  event: Taken,
  listeners: Listener[],
  input: unknown,
  notes: Note[],
): Promise<string> {
  const failures: Note[] = [];
  for (const listener of listeners) {
    const { personaId, subscriptionId } = listener;
    await dispatchAlone(event.id, listener, input).then(flushOutbox, (error: unknown) => {
      const detail = error instanceof Error ? error.message : String(error);
      failures.push({ action: "dispatch_failed", personaId, subscriptionId, detail });
    });
  }
  const trail = [...notes, ...failures];
  const status =
    failures.length === 0 ? "delivered" : failures.length < listeners.length ? "partial" : "failed";
  const errorMessage =
    status === "delivered"
      ? null
      : status === "partial"
        ? `${failures.length} of ${listeners.length} matched personas could not be started`
        : "All subscription matches failed";
  await settleEvent(event.id, status, errorMessage, trail);
  return status;
}

function describeMatches(listeners: Listener[]): string {
  const matched = listeners.reduce(
    (sum, { matchedSubscriptionIds }) => sum + matchedSubscriptionIds.length,
    0,
  );
  const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  return `${plural(matched, "subscription")} matched, ${plural(listeners.length, "persona")} to run`;
}

async function readPayloadText({ id, isCarried, payload }: Taken): Promise<string | null> {
  if (isCarried) return payload;
  const row = await db.event.findUniqueOrThrow({ where: { id }, select: { payload: true } });
  return row.payload;
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}
