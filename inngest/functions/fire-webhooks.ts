import { inngest } from "@/inngest/client";
import { webhookReceived } from "@/inngest/events";
import { fireWebhookTriggers } from "@/server/triggers/chains";

/** A persona's webhook has come: its webhook triggers fire, once each. */
export const fireWebhooksFunction = inngest.createFunction(
  {
    id: "fire-webhooks",
    triggers: [webhookReceived],
    retries: 8,
  },
  async ({ event, step }) => step.run("fire", () => fireWebhookTriggers(event.data.eventId)),
);
