import { randomBytes } from "node:crypto";
import pg from "pg";
import { openEmbeddedDatabase } from "@/scripts/database/embedded";
import { applyMigrations } from "@/scripts/migrate/apply";

export type TestDatabase = { url: string; close: () => Promise<void> };

/**
 * An empty, migrated database of the caller's own: in memory, or a new one on the Postgres that
 * TEST_DATABASE_URL names.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  const database = server ? await createDatabase(server) : await openInMemory();
  await applyMigrations(database.url);
  return database;
}

/** A new, empty database beside the one that `server` names; `close` drops it. */
export async function createDatabase(server: string): Promise<TestDatabase> {
  const name = `ensemble_test_${randomBytes(6).toString("hex")}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => execute(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function openInMemory(): Promise<TestDatabase> {
  const database = await openEmbeddedDatabase(null);
  return { url: database.url, close: database.stop };
}

async function execute(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
