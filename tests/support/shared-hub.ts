import { inject } from "vitest";
import type { TestProject } from "vitest/node";
import type { Hub } from "./hub";

export type SharedHub = Pick<Hub, "url" | "teamKey" | "databaseUrl" | "dataDir" | "ownerLink">;

// Vitest types its context by merging interfaces; the casts stand for that.
const key = "hub" as never;

/** The hub that the integration tests share (no model, no keys of anybody's). Tests make their own rows. */
export function sharedHub(): SharedHub {
  return inject(key) as SharedHub;
}

/** Called once by the set-up, before any test. */
export function provideSharedHub(project: TestProject, hub: Hub): void {
  const { url, teamKey, databaseUrl, dataDir, ownerLink } = hub;
  project.provide(key, { url, teamKey, databaseUrl, dataDir, ownerLink } as never);
}
