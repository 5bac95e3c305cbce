import { inngest } from "@/inngest/client";
import { retryScheduled } from "@/inngest/events";
import { releaseRetry } from "@/server/events/retry";

/** A further attempt stands in line as soon as it is due. */
export const startRetryFunction = inngest.createFunction(
  { id: "start-retry", triggers: [retryScheduled] },
  async ({ event, step }) => {
    await step.sleepUntil("due", event.data.dueAt);
    return step.run("release", () => releaseRetry(event.data.executionId));
  },
);
