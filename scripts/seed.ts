import { systemActor } from "@/server/actor";
import { listPersonas, savePersona } from "@/server/personas/service";
import { createSubscription } from "@/server/subscriptions/service";

const exampleId = "release-scribe";

/**
 * The example persona of a new hub, subscribed to GitLab pushes. Made only while there is no persona at
 * all, so that one that was deleted does not come back. Returns whether it was made.
 */
export async function seed(): Promise<boolean> {
  const { total } = await listPersonas(systemActor, { limit: 1, offset: 0 });
  if (total > 0) return false;
  await savePersona(systemActor, {
    id: exampleId,
    name: "Release Scribe",
    description: "Turns pushes into release notes a reader outside the team understands.",
    icon: "scroll-text",
    runtime: "dry-run",
    maxConcurrent: 2,
    structuredPrompt: JSON.stringify({
      identity: "You write release notes for people who use the software, not for those who build it.",
      instructions:
        "Read the commits of the push in the input data. Group what changed into Added, Changed and Fixed. Write one plain sentence per change, in the present tense, and leave out what no user would notice. End with the people to thank.",
      examples: "Fixed\n- The export no longer stops at 1,000 rows.\n\nThanks to: Ada, Grace",
      errorHandling: "If the push carries no commits, say so in one sentence and stop.",
    }),
  });
  await createSubscription(systemActor, { personaId: exampleId, eventType: "gitlab_push" });
  return true;
}
