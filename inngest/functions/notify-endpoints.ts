import { inngest } from "@/inngest/client";
import { executionEnded, noticeRaised } from "@/inngest/events";
import { notifyOfEnd, notifyOfNotice } from "@/server/endpoints/notify";

/** What has happened becomes one message to each endpoint that listens to it. Running twice makes none twice. */
export const notifyEndpointsFunction = inngest.createFunction(
  { id: "notify-endpoints", triggers: [executionEnded, noticeRaised], retries: 8 },
  async ({ event, step }) =>
    step.run("notify", () => {
      if ("executionId" in event.data) return notifyOfEnd(event.data.executionId);
      const { type, subjectId } = event.data;
      return notifyOfNotice(type, subjectId, {
        factId: event.id ?? `${event.ts}`,
        at: event.ts ?? Date.now(),
      });
    }),
);
