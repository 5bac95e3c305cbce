import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { readMigration, readMigrations } from "./migrations";

type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * The names of migrations the database lacks or has not finished, without loading the schema engine. Waits
 * up to `patienceMs` for a database that is still starting. Throws one line when an applied migration has
 * been changed since, or the database cannot be reached.
 */
export async function listPendingMigrations(databaseUrl: string, patienceMs: number): Promise<string[]> {
  const client = await connect(databaseUrl, patienceMs);
  try {
    const applied = await readApplied(client);
    const names = readMigrations().map((migration) => migration.path);
    const changed = names.find((name) => {
      const row = applied.get(name);
      return row?.finished_at && row.checksum !== checksum(readMigration(name));
    });
    if (changed) {
      throw new Error(
        `The database was migrated with an earlier version of ${changed}. Use a new data folder or database, or the version of Ensemble that made it.`,
      );
    }
    return names.filter((name) => !applied.get(name)?.finished_at);
  } finally {
    await client.end();
  }
}

async function connect(databaseUrl: string, patienceMs: number): Promise<pg.Client> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`DATABASE_URL cannot be reached: ${nameReason(error)}.`);
      await delay(25);
    }
  }
}

// A refused connection to a name with several addresses is an AggregateError without a message.
function nameReason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  return message || code || String(error);
}

async function readApplied(client: pg.Client): Promise<Map<string, AppliedRow>> {
  const table = await client.query("select to_regclass('_prisma_migrations') as name");
  if (table.rows[0]?.name === null) return new Map();
  const { rows } = await client.query<AppliedRow>(
    "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null",
  );
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
