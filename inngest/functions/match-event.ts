import { inngest } from "@/inngest/client";
import { eventReceived } from "@/inngest/events";
import { failEvent, matchEvent } from "@/server/events/match";

const retries = 4;

/** An event that was recorded is matched to personas. Matching twice makes nothing twice. */
export const matchEventFunction = inngest.createFunction(
  {
    id: "match-event",
    triggers: [eventReceived],
    retries,
    onFailure: async ({ event, error }) => {
      await failEvent(event.data.event.data.eventId, error.message);
    },
  },
  async ({ event, step, attempt }) =>
    step.run("match", () => matchEvent(event.data.eventId, { isLast: attempt >= retries })),
);
