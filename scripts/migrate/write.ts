import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffSchema } from "./diff";
import { migrationsFolder, readMigration, readMigrations } from "./migrations";

/** What stands below this line was written by hand (partial indexes, checks) and survives a rewrite. */
const handWrittenMark = "-- Written by hand:";
const extensions = 'CREATE EXTENSION IF NOT EXISTS "vector";\n\n';

/**
 * Writes the difference between the migrations and prisma/schema as a new one. Returns its path, or null
 * when there is no difference.
 */
export async function createMigration(name: string): Promise<string | null> {
  const script = await diffSchema();
  if (script === null) return null;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  return writeMigration(`${stamp}_${name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`, script);
}

/**
 * Writes the newest migration anew from the ones before it and prisma/schema, keeping its hand-written
 * part. Only for one that nobody else has applied yet. Returns its path.
 */
export async function amendMigration(): Promise<string> {
  const migrations = readMigrations();
  const newest = migrations.at(-1);
  const before = migrations.slice(0, -1);
  const script = await diffSchema(before);
  return writeMigration(
    newest?.path ?? "20261121000000_initial",
    (before.length === 0 ? extensions : "") + (script ?? ""),
  );
}

function writeMigration(name: string, script: string): string {
  const folder = join(migrationsFolder, name);
  const path = join(folder, "migration.sql");
  const previous = existsSync(path) ? readMigration(name) : "";
  const mark = previous.indexOf(handWrittenMark);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${script.trimEnd()}\n${mark === -1 ? "" : `\n${previous.slice(mark)}`}`);
  return path;
}
