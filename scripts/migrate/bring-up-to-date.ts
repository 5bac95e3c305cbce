import { listPendingMigrations } from "./pending";

/**
 * Applies the migrations the database lacks and returns their names. Quick when there are none: the schema
 * engine is then not even loaded. Waits up to `patienceMs` for a database that is still starting.
 */
export async function bringUpToDate(databaseUrl: string, patienceMs = 0): Promise<string[]> {
  const pending = await listPendingMigrations(databaseUrl, patienceMs);
  if (pending.length === 0) return [];
  const { applyMigrations } = await import("./apply");
  return applyMigrations(databaseUrl);
}
