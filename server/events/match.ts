import { eventReceived } from "@/inngest/events";
import { db } from "@/server/db";
import { readEventInput } from "@/server/events/service";
import { requestExecution } from "@/server/executions/request";
import { logger } from "@/server/logger";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { findPersona } from "@/server/personas/service";
import { findListeners, type Listener } from "@/server/subscriptions/service";

type Status = "delivered" | "partial" | "skipped";

/**
 * Matches an event to personas and makes one execution for each: delivered when all could be made,
 * partial when some could, skipped when nothing matched (design §12.3). Doing it again makes nothing
 * twice. Throws the first failure when none could be made, so that the engine tries again.
 */
export async function matchEvent(eventId: string): Promise<string> {
  const [event] = await db.event.updateManyAndReturn({
    where: { id: eventId, status: { in: ["pending", "processing"] } },
    data: { status: "processing" },
  });
  if (!event) return "settled before";
  const listeners = await findListeners(event);
  const input = listeners.length > 0 ? readEventInput(event.payload) : undefined;
  const outcomes = await Promise.allSettled(
    listeners.map((listener) => makeExecution(eventId, listener, input)),
  );
  const failures = outcomes.filter((outcome) => outcome.status === "rejected");
  if (failures.length > 0 && failures.length === listeners.length) throw failures[0]?.reason;
  const status: Status = listeners.length === 0 ? "skipped" : failures.length > 0 ? "partial" : "delivered";
  const errorMessage =
    failures.length > 0
      ? `${failures.length} of ${listeners.length} matched personas could not be started.`
      : null;
  for (const failure of failures)
    logger.error({ err: failure.reason, eventId }, "A matched persona could not be started.");
  await settleEvent(eventId, status, errorMessage);
  return status;
}

/** Marks an event failed after the engine gave up on matching it. */
export async function failEvent(eventId: string, reason: string): Promise<void> {
  await settleEvent(eventId, "failed", `All subscription matches failed: ${reason}`);
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

async function makeExecution(eventId: string, listener: Listener, input: unknown): Promise<string> {
  const persona = await findPersona(listener.personaId);
  if (!persona) throw new Error(`The persona ${listener.personaId} was deleted meanwhile.`);
  return requestExecution({
    persona,
    input,
    eventId,
    subscriptionId: listener.subscriptionId,
    useCaseId: listener.useCaseId,
  });
}

async function settleEvent(
  eventId: string,
  status: Status | "failed",
  errorMessage: string | null,
): Promise<void> {
  await db.event.updateMany({
    where: { id: eventId, status: { in: ["pending", "processing"] } },
    data: { status, errorMessage, processedAt: new Date() },
  });
}
