import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { closeOrphans, enforceDeadlines } from "@/server/reviews/deadlines";
import { dropOldLinks } from "@/server/reviews/links";

/** Every minute: what nobody answered in time goes the way its severity's policy says; what nobody can answer any more is closed. */
export const watchReviewsFunction = inngest.createFunction(
  { id: "watch-reviews", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) =>
    step.run("watch", async () => ({
      closed: await closeOrphans(),
      ...(await enforceDeadlines()),
      links: await dropOldLinks(),
    })),
);
