import { inngest } from "@/inngest/client";
import { executionEnded } from "@/inngest/events";
import { followFailure } from "@/server/events/retry";

/** A failed execution of an event gets its next attempt, or takes its event to the dead letters. */
export const followFailureFunction = inngest.createFunction(
  { id: "follow-failure", triggers: [executionEnded], retries: 8 },
  async ({ event, step }) => step.run("follow", () => followFailure(event.data.executionId)),
);
