import { inngest } from "@/inngest/client";
import { reviewAnswered } from "@/inngest/events";
import { resumeExecution } from "@/server/executions/resume";

/** A review is answered: the execution that waits for it stands in line again, unless it waits for another one. */
export const resumeExecutionFunction = inngest.createFunction(
  { id: "resume-execution", triggers: [reviewAnswered], retries: 8 },
  async ({ event, step }) => step.run("resume", () => resumeExecution(event.data.executionId)),
);
