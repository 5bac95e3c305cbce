import { eventType } from "inngest";
import { z } from "zod";

/** Facts that durable functions react to. They carry ids, never payloads or secrets. */
export const eventReceived = eventType("hub/event.received", { schema: z.object({ eventId: z.string() }) });
/** A persona's webhook has come, and a trigger listens to it. */
export const webhookReceived = eventType("hub/webhook.received", {
  schema: z.object({ eventId: z.string() }),
});
export const executionRequested = eventType("hub/execution.requested", {
  schema: z.object({ executionId: z.string() }),
});
/** More may run than before, or nothing while the hub is paused: of one persona, or of all when none is named. */
export const capacityChanged = eventType("hub/capacity.changed", {
  schema: z.object({ personaId: z.string().optional() }),
});
/** An execution has ended and somebody cares: it failed, a trigger or another persona waits for it, an endpoint is told. */
export const executionEnded = eventType("hub/execution.ended", {
  schema: z.object({ executionId: z.string() }),
});
/** A failed execution's next attempt stands ready and is to start at its time. */
export const retryScheduled = eventType("hub/retry.scheduled", {
  schema: z.object({ executionId: z.string(), dueAt: z.string() }),
});
/** A persona emitted an event of its own. */
export const personaEmitted = eventType("hub/persona.emitted", { schema: z.object({ eventId: z.string() }) });
/** A trigger's next time is planned. Another generation of the trigger makes it void. */
export const triggerArmed = eventType("hub/trigger.armed", {
  schema: z.object({ triggerId: z.string(), generation: z.number(), dueAt: z.string() }),
});
/** Something worth telling outside has happened to `subjectId`. */
export const noticeRaised = eventType("hub/notice.raised", {
  schema: z.object({ type: z.string(), subjectId: z.string() }),
});
/** A message to an endpoint stands ready to be sent. */
export const messageCreated = eventType("hub/message.created", {
  schema: z.object({ messageId: z.string(), endpointId: z.string().optional() }),
});
export const personaDeleted = eventType("hub/persona.deleted", {
  schema: z.object({ personaId: z.string() }),
});

export type HubEvent = ReturnType<
  | typeof eventReceived.create
  | typeof webhookReceived.create
  | typeof executionRequested.create
  | typeof capacityChanged.create
  | typeof executionEnded.create
  | typeof retryScheduled.create
  | typeof personaEmitted.create
  | typeof triggerArmed.create
  | typeof noticeRaised.create
  | typeof messageCreated.create
  | typeof personaDeleted.create
>;
