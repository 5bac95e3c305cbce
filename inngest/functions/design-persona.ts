import { RetryAfterError } from "inngest";
import { inngest } from "@/inngest/client";
import { designRequested } from "@/inngest/events";
import { generateDesigns } from "@/server/designs/generate";
import { persistDesigns } from "@/server/designs/persist";
import { failDesigns } from "@/server/designs/progress";

const retries = 3;

/** Designs the personas of one request. The model's answer is a step of its own, so that it is paid for once. */
export const designPersonaFunction = inngest.createFunction(
  {
    id: "design-persona",
    triggers: [designRequested],
    retries,
    onFailure: async ({ event, error }) => {
      await failDesigns(event.data.event.data.designId, `The hub could not carry this out: ${error.message}`);
    },
  },
  async ({ event, step, attempt }) => {
    const { designId } = event.data;
    const outcome = await step.run("generate", async () => {
      const generated = await generateDesigns(designId, { attempt, isLast: attempt >= retries });
      if (typeof generated === "object") throw new RetryAfterError(generated.reason, generated.retryAfterMs);
      return generated;
    });
    if (outcome === "ended") return outcome;
    await step.run("persist", () => persistDesigns(designId));
    return "persisted";
  },
);
