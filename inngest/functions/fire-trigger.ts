import { inngest } from "@/inngest/client";
import { triggerArmed } from "@/inngest/events";
import { fireDue, isArmed } from "@/server/triggers/fire";
import { readPage, recordPoll } from "@/server/triggers/poll";

/** Inngest Cloud lets nothing sleep longer at once. */
const longestSleepMs = 7 * 86_400_000;

/**
 * Sleeps until a trigger's planned time and fires it; the firing plans and arms the next time. A sleep whose trigger
 * was changed since is void. A polling trigger's page is read in a step of its own, before the one that fires.
 */
export const fireTriggerFunction = inngest.createFunction(
  { id: "fire-trigger", triggers: [triggerArmed], retries: 8 },
  async ({ event, step }) => {
    const arming = { ...event.data, dueAt: new Date(event.data.dueAt) };
    const dueMs = arming.dueAt.getTime();
    const armedMs = event.ts ?? dueMs;
    for (let at = armedMs + longestSleepMs; at < dueMs; at += longestSleepMs) {
      await step.sleepUntil(`stage ${at}`, new Date(at));
      if (!(await step.run(`still armed ${at}`, () => isArmed(arming)))) return "void";
    }
    if (dueMs > armedMs) await step.sleepUntil("due", arming.dueAt);
    const outcome = await step.run("fire", () => fireDue(arming));
    if (outcome !== "poll") return outcome;
    const page = await step.run("poll", () => readPage(arming));
    return step.run("record", () => recordPoll(arming, page));
  },
);
