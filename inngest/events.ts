import { eventType } from "inngest";
import { z } from "zod";

/** Facts that durable functions react to. They carry ids, never payloads or secrets. */
export const eventReceived = eventType("hub/event.received", { schema: z.object({ eventId: z.string() }) });
export const executionRequested = eventType("hub/execution.requested", {
  schema: z.object({ executionId: z.string() }),
});

export type HubEvent = ReturnType<typeof eventReceived.create> | ReturnType<typeof executionRequested.create>;
