import { eventType } from "inngest";
import { z } from "zod";

/** Facts that durable functions react to. They carry ids, never payloads or secrets. */
export const eventReceived = eventType("hub/event.received", { schema: z.object({ eventId: z.string() }) });
export const executionRequested = eventType("hub/execution.requested", {
  schema: z.object({ executionId: z.string() }),
});
/** More may run than before: of one persona, or of all when none is named. */
export const capacityChanged = eventType("hub/capacity.changed", {
  schema: z.object({ personaId: z.string().optional() }),
});
export const personaDeleted = eventType("hub/persona.deleted", {
  schema: z.object({ personaId: z.string() }),
});

export type HubEvent = ReturnType<
  | typeof eventReceived.create
  | typeof executionRequested.create
  | typeof capacityChanged.create
  | typeof personaDeleted.create
>;
