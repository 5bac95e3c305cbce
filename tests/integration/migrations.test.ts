import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "@/scripts/migrate/apply";
import { bringUpToDate } from "@/scripts/migrate/bring-up-to-date";
import { migrationsFolder, readLockfile, readMigration, readMigrations } from "@/scripts/migrate/migrations";
import { noFilter, withSchemaEngine } from "@/scripts/migrate/schema-engine";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { query } from "@/tests/support/query";

type AppliedRow = {
  id: string;
  migration_name: string;
  checksum: string;
  started_at: Date;
  finished_at: Date | null;
  rolled_back_at: Date | null;
  logs: string | null;
  applied_steps_count: number;
};

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(async () => {
  await database.close();
});

test("each migration is recorded as `prisma migrate deploy` records it", async () => {
  const rows = await readApplied();
  const names = readMigrations().map(({ path }) => path);
  expect(names.length).toBeGreaterThan(0);
  expect(rows.map((row) => row.migration_name)).toEqual(names);
  for (const row of rows) {
    const sql = readMigration(row.migration_name);
    expect(row).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      checksum: createHash("sha256").update(sql).digest("hex"),
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    });
  }
});

test("the table is the one that Prisma makes", async () => {
  const columns = await query<{ column: string }>(
    { databaseUrl: database.url },
    `SELECT concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable, column_default) AS column
     FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
  );
  expect(columns.map(({ column }) => column)).toEqual([
    "id character varying 36 NO",
    "checksum character varying 64 NO",
    "finished_at timestamp with time zone YES",
    "migration_name character varying 255 NO",
    "logs text YES",
    "rolled_back_at timestamp with time zone YES",
    "started_at timestamp with time zone NO now()",
    "applied_steps_count integer NO 0",
  ]);
});

test("Prisma finds nothing behind, edited or failed", async () => {
  const found = await withSchemaEngine(database.url, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: migrationsFolder,
        lockfile: readLockfile(),
        shadowDbInitScript: "",
        migrationDirectories: readMigrations(),
      },
      optInToShadowDatabase: false,
      filters: noFilter,
    }),
  );
  expect(found).toMatchObject({
    hasMigrationsTable: true,
    history: null,
    editedMigrationNames: [],
    failedMigrationNames: [],
  });
});

test("migrating again applies nothing, and writes nothing", async () => {
  const before = await readApplied();
  expect(await bringUpToDate(database.url)).toEqual([]);
  expect(await applyMigrations(database.url)).toEqual([]);
  expect(await readApplied()).toEqual(before);
});

test("a migration that comes later is the only one applied", async () => {
  const later = {
    path: "29990101000000_later",
    migrationFile: {
      path: "migration.sql",
      content: { tag: "ok" as const, value: "CREATE TABLE later (id int);" },
    },
  };
  expect(await applyMigrations(database.url, [...readMigrations(), later])).toEqual([later.path]);
  expect((await readApplied()).at(-1)).toMatchObject({ migration_name: later.path, applied_steps_count: 1 });
});

function readApplied(): Promise<AppliedRow[]> {
  const sql = "SELECT * FROM _prisma_migrations ORDER BY migration_name";
  return query<AppliedRow>({ databaseUrl: database.url }, sql);
}
