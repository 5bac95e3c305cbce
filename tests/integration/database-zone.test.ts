import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { query } from "@/tests/support/query";
import { makeEnvironment } from "@/tests/support/test-environment";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  Object.assign(process.env, makeEnvironment(), { DATABASE_URL: database.url });
  const hub = { databaseUrl: database.url };
  // New sessions of a server take the database's zone; the embedded one has a single session, which takes it now.
  const [row] = await query<{ name: string }>(hub, "SELECT current_database() AS name");
  await query(hub, `ALTER DATABASE "${row?.name}" SET timezone = 'Asia/Kathmandu'`);
  await query(hub, "SET TIME ZONE 'Asia/Kathmandu'");
});
afterAll(async () => {
  await db.$disconnect();
  await database?.close();
});

test("a time means the same to the hub and to a server that keeps another zone", async () => {
  const at = new Date("2026-07-01T12:00:00.250Z");
  const rows = await db.$queryRaw<{ ms: number; apart: number; back: Date }[]>`
    SELECT (extract(epoch FROM ${at}::timestamptz) * 1000)::float8 AS ms, ${at}::timestamptz AS back,
           abs(extract(epoch FROM now() - ${new Date()}::timestamptz))::float8 AS apart`;
  expect(rows[0]).toMatchObject({ ms: at.getTime(), back: at });
  expect(rows[0]?.apart).toBeLessThan(600);
});
