import { inngest } from "@/inngest/client";
import { personaDeleted } from "@/inngest/events";
import { systemActor } from "@/server/actor";
import { cancelAllOf } from "@/server/executions/service";

/** What a deleted persona still had queued or running is cancelled. */
export const cancelOrphansFunction = inngest.createFunction(
  { id: "cancel-orphans", triggers: [personaDeleted] },
  async ({ event, step }) => step.run("cancel", () => cancelAllOf(systemActor, event.data.personaId)),
);
