import { inngest } from "@/inngest/client";
import { messageCreated } from "@/inngest/events";
import { attemptMessage } from "@/server/endpoints/attempt";

/**
 * Sends one message: an attempt, and after a durable sleep the next, until one is taken or the round is over. A slow
 * endpoint holds up no other: each is sent a few at a time.
 */
export const sendMessageFunction = inngest.createFunction(
  {
    id: "send-message",
    triggers: [messageCreated],
    retries: 8,
    concurrency: { key: "event.data.endpointId", limit: 5 },
  },
  async ({ event, step, runId }) => {
    for (let turn = 1; ; turn++) {
      const outcome = await step.run(`attempt ${turn}`, () => attemptMessage(event.data.messageId, runId));
      if (outcome.status !== "waiting") return outcome.status;
      await step.sleepUntil(`pause ${turn}`, outcome.dueAt);
    }
  },
);
