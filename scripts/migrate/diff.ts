import type { MigrationDirectory } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { openEmbeddedDatabase } from "@/scripts/database/embedded";
import { applyMigrations } from "./apply";
import { readMigrations, readSchema } from "./migrations";
import { noFilter, withSchemaEngine } from "./schema-engine";

/**
 * The SQL that leads from the state after `migrations` (default: all of them) to prisma/schema; null when
 * nothing differs. The migrations run in a throw-away database in memory.
 */
export async function diffSchema(
  migrations: MigrationDirectory[] = readMigrations(),
): Promise<string | null> {
  const shadow = await openEmbeddedDatabase(null);
  try {
    if (migrations.length > 0) await applyMigrations(shadow.url, migrations);
    const { stdout, exitCode } = await withSchemaEngine(shadow.url, (engine) =>
      engine.diff({
        from:
          migrations.length > 0
            ? { tag: "schemaDatasource", files: readSchema(), configDir: "." }
            : { tag: "empty" },
        to: { tag: "schemaDatamodel", files: readSchema() },
        script: true,
        exitCode: true,
        filters: noFilter,
      }),
    );
    return exitCode === 0 ? null : stdout;
  } finally {
    await shadow.stop();
  }
}
