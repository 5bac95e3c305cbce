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
/** A review was answered, by a person or by its severity's policy. */
export const reviewAnswered = eventType("hub/review.answered", {
  schema: z.object({ reviewId: z.string(), executionId: z.string() }),
});
/** A review waits for a person. */
export const reviewRequested = eventType("hub/review.requested", {
  schema: z.object({ reviewId: z.string() }),
});
/** A persona, or the hub, has told people something. */
export const messageWritten = eventType("hub/message.written", {
  schema: z.object({ messageId: z.string() }),
});
/** A message stands ready to go out to one channel. */
export const deliveryCreated = eventType("hub/delivery.created", {
  schema: z.object({ deliveryId: z.string(), channelId: z.string().optional() }),
});
/** A persona's budget was raised, or a new month begun: what waited for it may go on. */
export const budgetChanged = eventType("hub/budget.changed", {
  schema: z.object({ personaId: z.string() }),
});
/** A persona is to be designed from an intention. */
export const designRequested = eventType("hub/design.requested", {
  schema: z.object({ designId: z.string() }),
});
/** Every sealed value is to be sealed anew with the active master key. */
export const rotationRequested = eventType("hub/rotation.requested", {
  schema: z.object({ rotationId: z.string() }),
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
  | typeof reviewAnswered.create
  | typeof reviewRequested.create
  | typeof messageWritten.create
  | typeof deliveryCreated.create
  | typeof budgetChanged.create
  | typeof designRequested.create
  | typeof rotationRequested.create
  | typeof personaDeleted.create
>;
