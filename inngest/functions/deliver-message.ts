import { inngest } from "@/inngest/client";
import { messageWritten } from "@/inngest/events";
import { deliverMessage } from "@/server/messages/deliver";

/** A message becomes one delivery to each channel that wants it. Running twice makes none twice. */
export const deliverMessageFunction = inngest.createFunction(
  { id: "deliver-message", triggers: [messageWritten], retries: 8 },
  async ({ event, step }) => step.run("deliver", () => deliverMessage(event.data.messageId)),
);
