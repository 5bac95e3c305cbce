import { inngest } from "@/inngest/client";
import { eventReceived } from "@/inngest/events";
import { fireWebhookTriggers } from "@/server/triggers/chains";

/** A persona's webhook has come: its webhook triggers fire, once each. */
export const fireWebhooksFunction = inngest.createFunction(
  {
    id: "fire-webhooks",
    triggers: [{ event: eventReceived, if: "event.data.sourceType == 'webhook'" }],
    retries: 8,
  },
  async ({ event, step }) => step.run("fire", () => fireWebhookTriggers(event.data.eventId)),
);
