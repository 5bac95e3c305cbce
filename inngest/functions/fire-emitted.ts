import { inngest } from "@/inngest/client";
import { personaEmitted } from "@/inngest/events";
import { fireEmitted } from "@/server/triggers/chains";

/** A persona emitted an event: chains that listen to its type fire, once each. */
export const fireEmittedFunction = inngest.createFunction(
  { id: "fire-emitted", triggers: [personaEmitted], retries: 8 },
  async ({ event, step }) => step.run("fire", () => fireEmitted(event.data.eventId)),
);
