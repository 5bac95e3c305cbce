import { inngest } from "@/inngest/client";
import { deliveryCreated } from "@/inngest/events";
import { attemptDelivery } from "@/server/messages/attempt";

/**
 * Sends one message to one channel: an attempt, and after a durable sleep the next, until one is taken or none is
 * left. A slow channel holds up no other.
 */
export const sendDeliveryFunction = inngest.createFunction(
  {
    id: "send-delivery",
    triggers: [deliveryCreated],
    retries: 8,
    concurrency: { key: "event.data.channelId", limit: 5 },
  },
  async ({ event, step }) => {
    for (let turn = 1; ; turn++) {
      const outcome = await step.run(`attempt ${turn}`, () => attemptDelivery(event.data.deliveryId));
      if (outcome.status !== "waiting") return outcome.status;
      await step.sleepUntil(`pause ${turn}`, outcome.dueAt);
    }
  },
);
