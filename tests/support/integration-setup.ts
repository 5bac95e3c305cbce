import type { TestProject } from "vitest/node";
import { createDatabase, type TestDatabase } from "./database";
import { type Hub, startHub } from "./hub";
import { provideSharedHub } from "./shared-hub";

let hub: Hub | undefined;
let database: TestDatabase | undefined;

/** Starts the one hub that integration tests share, on the Postgres of TEST_DATABASE_URL when set. */
export async function setup(project: TestProject): Promise<void> {
  const server = process.env.TEST_DATABASE_URL;
  if (server) database = await createDatabase(server);
  hub = await startHub(database ? { env: { DATABASE_URL: database.url } } : {});
  provideSharedHub(project, hub);
}

export async function teardown(): Promise<void> {
  await hub?.stop();
  await database?.close();
}
