import { inngest } from "@/inngest/client";
import { executionEnded } from "@/inngest/events";
import { fireChains } from "@/server/triggers/chains";
import { settleFire } from "@/server/triggers/settle";

/** What a trigger fired has ended: its firing is settled, what waited for it fires, and so do chains that go on after it. */
export const followEndFunction = inngest.createFunction(
  { id: "follow-end", triggers: [executionEnded], retries: 8 },
  async ({ event, step }) =>
    step.run("settle", async () => {
      await settleFire(event.data.executionId);
      return fireChains(event.data.executionId);
    }),
);
