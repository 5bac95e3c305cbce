import { inngest } from "@/inngest/client";
import { budgetChanged } from "@/inngest/events";
import { reopenBudget } from "@/server/budgets/reached";
import { resumeWaiting } from "@/server/executions/resume";

/** A budget was raised, or room in it has become free: what waits for it stands in line again. */
export const resumeBudgetFunction = inngest.createFunction(
  { id: "resume-budget", triggers: [budgetChanged], retries: 8 },
  async ({ event, step }) =>
    step.run("resume", async () => {
      const { personaId } = event.data;
      await reopenBudget(personaId);
      return resumeWaiting({ personaId, waitingFor: "budget" });
    }),
);
