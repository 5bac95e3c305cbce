import { afterAll, beforeAll, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { purgeExpired } from "@/server/retention/service";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { countRows, query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";
import { makeEnvironment } from "@/tests/support/test-environment";

let hub: { databaseUrl: string };
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  hub = { databaseUrl: database.url };
  Object.assign(process.env, makeEnvironment(), { DATABASE_URL: database.url });
});
afterAll(async () => {
  await db.$disconnect();
  await database?.close();
});

const insertExecution = async (status: string, days: number) => {
  const id = createId("execution");
  await query(
    hub,
    `INSERT INTO execution (id, persona_id, persona_name, status, timeout_ms, created_at) VALUES ($1, 'p', 'P', $2, 1000, now() - $3 * interval '1 day')`,
    [id, status, days],
  );
  await query(
    hub,
    "INSERT INTO execution_output (execution_id, seq, turn, attempt, kind, text) VALUES ($1, 1, 1, 0, 'text', 'said')",
    [id],
  );
  return id;
};
const insertEvent = async (status: string, days: number, dedupeKey: string | null) => {
  const id = createId("event");
  await query(
    hub,
    `INSERT INTO event (id, event_type, source_type, status, created_at) VALUES ($1, 't', 's', $2, now() - $3 * interval '1 day')`,
    [id, status, days],
  );
  await query(
    hub,
    `INSERT INTO delivery (id, provider, dedupe_key, event_id, headers, body_sha256, body_bytes, created_at) VALUES ($1, 'gitlab', $2, $3, '{}', 'x', 1, now() - $4 * interval '1 day')`,
    [createId("delivery"), dedupeKey, id, days],
  );
  return id;
};
const exists = async (table: string, id: string) => (await countRows(hub, table, "id = $1", [id])) === 1;

test("what has ended and is older than its table's retention goes; what is young or still runs stays", async () => {
  const old = await insertExecution("completed", 31);
  const young = await insertExecution("failed", 29);
  const running = await insertExecution("running", 400);
  const oldEvent = await insertEvent("delivered", 91, null);
  const keyedEvent = await insertEvent("skipped", 91, "gitlab:known");
  const pending = await insertEvent("pending", 400, null);
  await query(
    hub,
    "INSERT INTO idempotent_reply (key, body_hash, created_at) VALUES ('a', 'h', now() - interval '2 hours'), ('b', 'h', now())",
  );

  const removed = await purgeExpired();
  expect(removed).toMatchObject({ executions: 1, events: 2, replies: 1 });
  expect(await exists("execution", old)).toBe(false);
  expect(await countRows(hub, "execution_output", "execution_id = $1", [old])).toBe(0);
  for (const id of [young, running]) expect(await exists("execution", id)).toBe(true);
  for (const id of [oldEvent, keyedEvent]) expect(await exists("event", id)).toBe(false);
  expect(await exists("event", pending)).toBe(true);
  expect(await countRows(hub, "delivery", "dedupe_key = 'gitlab:known'")).toBe(1);
  expect(await countRows(hub, "delivery", "event_id = $1", [oldEvent])).toBe(0);
});

test("more than one batch goes in one call", async () => {
  await query(
    hub,
    `INSERT INTO execution (id, persona_id, persona_name, status, timeout_ms, created_at)
     SELECT 'exe_many_' || n, 'p', 'P', 'completed', 1000, now() - interval '40 days' FROM generate_series(1, 2500) AS n`,
  );
  expect(await purgeExpired()).toMatchObject({ executions: 2_500 });
  expect(await purgeExpired()).toMatchObject({ executions: 0, events: 0 });
});

test("old firings of triggers go, those that wait stay", async () => {
  await query(
    hub,
    "INSERT INTO persona (id, name, webhook_secret_sealed, updated_at) VALUES ('per_fires', 'P', 'none', now())",
  );
  await query(
    hub,
    "INSERT INTO trigger (id, persona_id, trigger_type, updated_at) VALUES ('trg_fires', 'per_fires', 'manual', now())",
  );
  for (const [key, status, days] of [
    ["old", "completed", 100],
    ["young", "completed", 1],
    ["waits", "waiting", 100],
  ])
    await query(
      hub,
      `INSERT INTO trigger_fire (id, trigger_id, fire_key, cause, status, fired_at) VALUES ($1, 'trg_fires', $1, 'manual', $2, now() - $3 * interval '1 day')`,
      [key, status, days],
    );
  expect(await purgeExpired()).toMatchObject({ fires: 1 });
  const left = await query<{ id: string }>(hub, "SELECT id FROM trigger_fire ORDER BY id");
  expect(left.map(({ id }) => id)).toEqual(["waits", "young"]);
});

test("the retention of Settings counts", async () => {
  const id = await insertExecution("completed", 3);
  await query(
    hub,
    "INSERT INTO setting (key, value, updated_at) VALUES ('executionRetentionDays', '2', now())",
  );
  // Settings are read once a second.
  await awaitState(
    () => purgeExpired().then(() => exists("execution", id)),
    (isThere) => !isThere,
    5_000,
  );
});
