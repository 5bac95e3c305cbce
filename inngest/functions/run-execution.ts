import { inngest } from "@/inngest/client";
import { executionRequested } from "@/inngest/events";
import { advanceExecution } from "@/server/agent/advance";
import { runToolCall } from "@/server/agent/tool-call";
import { claimExecution, endExecution } from "@/server/executions/claim";
import { pauseExecution } from "@/server/executions/pause";

/**
 * Carries out one execution. Without a free place it ends at once: whoever frees the place asks again. Every turn and
 * every tool call is a step of its own, so that a crash resumes after the last one that was paid for. Where a person has
 * to answer it ends too, and another run goes on from the rows when they have.
 */
export const runExecutionFunction = inngest.createFunction(
  {
    id: "run-execution",
    triggers: [executionRequested],
    retries: 4,
    onFailure: async ({ event, error }) => {
      const errorMessage = `The hub could not carry this out: ${error.message}`;
      const { executionId } = event.data.event.data;
      await endExecution(executionId, { status: "failed", errorMessage }, event.data.run_id);
    },
  },
  async ({ event, step, runId }) => {
    const { executionId } = event.data;
    const claim = await step.run("claim", () => claimExecution(executionId, runId));
    if (claim !== "claimed") return claim;
    let tries = 0;
    for (let lap = 1; ; lap++) {
      const next = await step.run(`turn-${lap}`, () => advanceExecution(executionId, { runId, tries }));
      if (next.kind === "end") return next.status;
      if (next.kind === "wait") return "waiting";
      if (next.kind === "retry") {
        tries += 1;
        await step.sleep(`wait-${lap}`, next.afterMs);
        continue;
      }
      tries = 0;
      const outcomes = await Promise.all(
        next.callIds.map((id, place) => step.run(`call-${lap}.${place}`, () => runToolCall(executionId, id))),
      );
      if (!outcomes.includes("waiting")) continue;
      const paused = await step.run(`pause-${lap}`, () => pauseExecution(executionId, runId, "review"));
      if (paused !== "answered") return paused;
    }
  },
);
