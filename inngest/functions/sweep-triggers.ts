import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { sweepTriggers } from "@/server/triggers/sweep";

/** Every minute: planned times whose sleep was lost are armed again, and what waits for nothing any more fires. */
export const sweepTriggersFunction = inngest.createFunction(
  { id: "sweep-triggers", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => step.run("sweep", () => sweepTriggers()),
);
