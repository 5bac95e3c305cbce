import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { openEmbeddedDatabase } from "@/scripts/database/embedded";
import { readSchema } from "@/scripts/migrate/migrations";
import { noFilter, withSchemaEngine } from "@/scripts/migrate/schema-engine";

export type TestDatabase = { url: string; db: PrismaClient; close(): Promise<void> };

/**
 * A database of the file's own with the engine's tables: in memory, or on the server given
 * (by default the one that TEST_DATABASE_URL names).
 */
export async function openTestDatabase(server = process.env.TEST_DATABASE_URL): Promise<TestDatabase> {
  const { url, drop } = server ? await createDatabase(server) : await openInMemory();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  await pool.query(await writeTables(url));
  await pool.end();
  const db = connect(url);
  return {
    url,
    db,
    async close() {
      await db.$disconnect();
      await drop();
    },
  };
}

/** A client of its own over a few connections, as each process has. */
export function connect(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 5 }) });
}

async function openInMemory() {
  const embedded = await openEmbeddedDatabase(null);
  return { url: embedded.url, drop: () => embedded.stop() };
}

async function createDatabase(server: string) {
  const name = `engine_${process.pid}_${Date.now()}`;
  const run = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}

async function writeTables(url: string): Promise<string> {
  const files = readSchema().filter(({ path }) => /(schema|engine)\.prisma$/.test(path));
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: "empty" },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: false,
      filters: noFilter,
    }),
  );
  return stdout ?? "";
}
