import { RetryAfterError } from "inngest";
import { inngest } from "@/inngest/client";
import { executionRequested } from "@/inngest/events";
import { runTurn } from "@/server/agent/run";
import { claimExecution, endExecution } from "@/server/executions/claim";

const retries = 4;

/**
 * Carries out one execution. Without a free place it ends at once: whoever frees the place asks again. A
 * turn is a step of its own, so that a crash resumes after the last one paid for.
 */
export const runExecutionFunction = inngest.createFunction(
  {
    id: "run-execution",
    triggers: [executionRequested],
    retries,
    onFailure: async ({ event, error }) => {
      const errorMessage = `The hub could not carry this out: ${error.message}`;
      const { executionId } = event.data.event.data;
      await endExecution(executionId, { status: "failed", errorMessage }, event.data.run_id);
    },
  },
  async ({ event, step, runId, attempt }) => {
    const { executionId } = event.data;
    const claim = await step.run("claim", () => claimExecution(executionId, runId));
    if (claim !== "claimed") return claim;
    return step.run("turn-1", async () => {
      const outcome = await runTurn(executionId, { attempt, isLast: attempt >= retries });
      if ("retryAfterMs" in outcome) throw new RetryAfterError(outcome.reason, outcome.retryAfterMs);
      return outcome.status;
    });
  },
);
