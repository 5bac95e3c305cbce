import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { wakeWaiting } from "@/server/executions/claim";
import { sweepOutbox } from "@/server/outbox/service";

/** Older than this, a row was left behind by a crash or an outage rather than just being written. */
const leftBehindMs = 10_000;

/** Every minute: facts that the engine was not told are sent, and executions that nobody called are called. */
export const sweepFunction = inngest.createFunction(
  { id: "sweep", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => {
    const sent = await step.run("outbox", () => sweepOutbox(leftBehindMs));
    const woken = await step.run("waiting", () => wakeWaiting(undefined, leftBehindMs));
    return { sent, woken };
  },
);
