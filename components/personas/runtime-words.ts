import type { PersonaOutput } from "@/server/personas/schema";

/** What each runtime is called, and what it means. */
export const runtimeWords: Record<PersonaOutput["runtime"], { label: string; hint: string }> = {
  hub: { label: "In the hub", hint: "Claude is called from here." },
  worker: { label: "On a worker", hint: "The Claude CLI runs on a machine of yours." },
  "dry-run": { label: "Dry run", hint: "No model is called; the output shows what would have been sent." },
};
