import { cron } from "inngest";
import { inngest } from "@/inngest/client";
import { sweepHolds } from "@/server/budgets/hold";
import { sweepMessages } from "@/server/endpoints/messages";
import { requestLostEvents } from "@/server/events/recover";
import { sweepRetries } from "@/server/events/retry";
import { endCancelled, failLost, wakeWaiting } from "@/server/executions/claim";
import { sweepWaiting } from "@/server/executions/resume";
import { sweepDeliveries } from "@/server/messages/deliveries";
import { sweepOutbox } from "@/server/outbox/service";
import { sweepWorkers } from "@/server/workers/sweep";

/** Older than this, a row was left behind by a crash or an outage rather than just being written. */
const leftBehindMs = 10_000;
/** An event that waits longer than this to be matched was lost on the way, not just queued. */
const lostAfterMs = 30_000;

/** Twice a minute: what a crash or an outage left behind is taken up again, within a minute of it. */
export const sweepFunction = inngest.createFunction(
  { id: "sweep", triggers: [cron("* * * * *")], retries: 0 },
  async ({ step }) => {
    await step.run("sweep", takeUp);
    await step.sleep("half a minute", "30s");
    return step.run("sweep again", takeUp);
  },
);

async function takeUp() {
  const sent = await sweepOutbox(leftBehindMs);
  return {
    sent,
    // What has just been sent is on its way; asking for it again would only double the work.
    events: sent > 0 ? 0 : await requestLostEvents(lostAfterMs),
    retries: await sweepRetries(leftBehindMs),
    cancelled: await endCancelled(),
    lost: await failLost(),
    holds: await sweepHolds(leftBehindMs),
    resumed: await sweepWaiting(),
    woken: await wakeWaiting(undefined, leftBehindMs),
    messages: await sweepMessages(lostAfterMs),
    deliveries: await sweepDeliveries(lostAfterMs),
    workers: await sweepWorkers(),
  };
}
