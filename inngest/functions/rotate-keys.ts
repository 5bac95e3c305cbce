import { inngest } from "@/inngest/client";
import { rotationRequested } from "@/inngest/events";
import { continueRotation, endRotation, firstState, type RotationState } from "@/server/credentials/rotation";

/** Seals every stored value anew with the active master key, some seconds' work a step; one rotation at a time. */
export const rotateKeysFunction = inngest.createFunction(
  {
    id: "rotate-keys",
    triggers: [rotationRequested],
    retries: 8,
    concurrency: 1,
    onFailure: async ({ event }) => {
      await endRotation(event.data.event.data.rotationId, "failed");
    },
  },
  async ({ event, step }) => {
    const { rotationId } = event.data;
    let state: RotationState | null = firstState;
    for (let turn = 1; state; turn++) {
      const from: RotationState = state;
      state = await step.run(`batch ${turn}`, () => continueRotation(rotationId, from));
    }
  },
);
