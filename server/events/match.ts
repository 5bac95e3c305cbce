import { eventReceived } from "@/inngest/events";
import { db } from "@/server/db";
import { readEventInput } from "@/server/events/service";
import { requestExecution } from "@/server/executions/request";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { findPersona } from "@/server/personas/service";
import { findListeners, type Listener } from "@/server/subscriptions/find-listeners";

/**
 * Matches an event to personas and makes one execution for each: delivered when all are made, skipped when
 * nothing matched (design §12.3). Doing it again makes nothing twice, so whatever fails is thrown and tried
 * again by the engine.
 */
export async function matchEvent(eventId: string): Promise<string> {
  const [event] = await db.event.updateManyAndReturn({
    where: { id: eventId, status: { in: ["pending", "processing"] } },
    data: { status: "processing" },
    omit: { payload: true },
  });
  if (!event) return "settled before";
  const listeners = await findListeners(event, () => readPayloadText(eventId));
  if (listeners.length === 0) return settleEvent(eventId, "skipped");
  const input = readEventInput(await readPayloadText(eventId));
  const outcomes = await Promise.allSettled(
    listeners.map((listener) => makeExecution(eventId, listener, input)),
  );
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure) throw failure.reason;
  return settleEvent(eventId, "delivered");
}

/** Settles an event that the engine gave up on: partial when some executions were made, failed when none. */
export async function failEvent(eventId: string, reason: string): Promise<void> {
  const made = await db.execution.count({ where: { eventId } });
  if (made > 0)
    await settleEvent(eventId, "partial", `Some matched personas could not be started: ${reason}`);
  else await settleEvent(eventId, "failed", `All subscription matches failed: ${reason}`);
}

/** An event that waits longer than this to be matched was lost on the way, not just queued. */
const lostAfterMs = 2 * 60_000;

/** Tells the engine again of events that nobody matched, oldest first, two hundred at a time. Returns how many. */
export async function requestLostEvents(): Promise<number> {
  const lost = await db.event.findMany({
    where: {
      status: { in: ["pending", "processing"] },
      updatedAt: { lt: new Date(Date.now() - lostAfterMs) },
    },
    orderBy: { createdAt: "asc" },
    select: { id: true },
    take: 200,
  });
  const rows = lost.map(({ id }) => outboxRow(eventReceived.create({ eventId: id })));
  await db.outbox.createMany({ data: rows });
  await flushOutbox(rows);
  return lost.length;
}

/** A persona that was deleted since it matched has nothing to run. */
async function makeExecution(eventId: string, listener: Listener, input: unknown): Promise<void> {
  const persona = await findPersona(listener.personaId);
  if (!persona) return;
  await requestExecution({
    persona,
    input,
    eventId,
    subscriptionId: listener.subscriptionId,
    useCaseId: listener.useCaseId,
  });
}

async function readPayloadText(id: string): Promise<string | null> {
  const { payload } = await db.event.findUniqueOrThrow({ where: { id }, select: { payload: true } });
  return payload;
}

async function settleEvent(
  eventId: string,
  status: "delivered" | "partial" | "skipped" | "failed",
  errorMessage: string | null = null,
): Promise<string> {
  await db.event.updateMany({
    where: { id: eventId, status: { in: ["pending", "processing"] } },
    data: { status, errorMessage, processedAt: new Date() },
  });
  return status;
}
