import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { requestLostEvents } from "@/server/events/match";
import { failLost, wakeWaiting } from "@/server/executions/claim";
import { sweepOutbox } from "@/server/outbox/service";

/** Older than this, a row was left behind by a crash or an outage rather than just being written. */
const leftBehindMs = 10_000;

/** Every minute: what a crash or an outage left behind is taken up again. */
export const sweepFunction = inngest.createFunction(
  { id: "sweep", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) =>
    step.run("sweep", async () => ({
      sent: await sweepOutbox(leftBehindMs),
      events: await requestLostEvents(),
      lost: await failLost(),
      woken: await wakeWaiting(undefined, leftBehindMs),
    })),
);
