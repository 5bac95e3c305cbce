import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  MigrationDirectory,
  MigrationLockfile,
  SchemaContainer,
} from "@prisma/schema-engine-wasm/schema_engine_bg";

export const migrationsFolder = "prisma/migrations";
const schemaFolder = "prisma/schema";

/** The migrations on disk, oldest first, in the form the schema engine takes. */
export function readMigrations(): MigrationDirectory[] {
  return readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: readMigration(name) } },
    }));
}

/** The SQL of one migration. Throws when there is none of that name. */
export function readMigration(name: string): string {
  return readFileSync(join(migrationsFolder, name, "migration.sql"), "utf8");
}

/** The file by which Prisma knows which kind of database the migrations are for. */
export function readLockfile(): MigrationLockfile {
  const path = "migration_lock.toml";
  return { path, content: readFileSync(join(migrationsFolder, path), "utf8") };
}

/** The files of the Prisma schema. */
export function readSchema(): SchemaContainer[] {
  return readdirSync(schemaFolder)
    .filter((name) => name.endsWith(".prisma"))
    .sort()
    .map((name) => ({
      path: join(schemaFolder, name),
      content: readFileSync(join(schemaFolder, name), "utf8"),
    }));
}
