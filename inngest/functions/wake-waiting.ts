import { inngest } from "@/inngest/client";
import { capacityChanged } from "@/inngest/events";
import { wakeWaiting } from "@/server/executions/claim";

/** When more may run than before (a limit was raised, the pause was lifted) those in line are called; a pause is what they wait for. */
export const wakeWaitingFunction = inngest.createFunction(
  { id: "wake-waiting", triggers: [capacityChanged] },
  async ({ event, step }) => step.run("wake", () => wakeWaiting(event.data.personaId)),
);
