import { inngest } from "@/inngest/client";
import { reviewRequested } from "@/inngest/events";
import { announceReview } from "@/server/reviews/announce";

/** A review waits for a person: the inbox, and the channels behind it, are told once. */
export const announceReviewFunction = inngest.createFunction(
  { id: "announce-review", triggers: [reviewRequested], retries: 8 },
  async ({ event, step }) => step.run("announce", () => announceReview(event.data.reviewId)),
);
