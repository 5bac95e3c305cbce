import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { createDatabase, type TestDatabase } from "./database";
import { type Hub, startHub } from "./hub";
import { provideSharedHub } from "./shared-hub";

const needsHub = /support\/shared-hub/;

let hub: Hub | undefined;
let database: TestDatabase | undefined;

/**
 * Starts the one hub that integration tests share, on the Postgres of TEST_DATABASE_URL when set; not when none of the
 * chosen files asks for it.
 */
export async function setup(project: TestProject): Promise<void> {
  const chosen = process.argv.slice(2).filter((arg) => arg.includes("/") && !arg.startsWith("--"));
  const { testFiles } = await project.globTestFiles(chosen);
  if (!testFiles.some((path) => needsHub.test(readFileSync(path, "utf8")))) return;
  const server = process.env.TEST_DATABASE_URL;
  if (server) database = await createDatabase(server);
  hub = await startHub(database ? { env: { DATABASE_URL: database.url } } : {});
  provideSharedHub(project, hub);
}

export async function teardown(): Promise<void> {
  await hub?.stop();
  await database?.close();
}
