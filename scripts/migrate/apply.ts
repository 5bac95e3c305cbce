import type { MigrationDirectory } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { migrationsFolder, readLockfile, readMigrations } from "./migrations";
import { noFilter, withSchemaEngine } from "./schema-engine";

/**
 * Applies what is pending and records it in `_prisma_migrations`, as `prisma migrate deploy` does. Returns
 * the names applied. Throws the engine's error: a failed statement, or P3005 on a database that has tables
 * but no history.
 */
export async function applyMigrations(
  databaseUrl: string,
  migrations: MigrationDirectory[] = readMigrations(),
): Promise<string[]> {
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({
      migrationsList: {
        baseDir: migrationsFolder,
        lockfile: readLockfile(),
        shadowDbInitScript: "",
        migrationDirectories: migrations,
      },
      filters: noFilter,
    }),
  );
  return appliedMigrationNames;
}
