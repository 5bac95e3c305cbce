import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Change, emptyChange } from "@/inngest/embedded/change";
import { acquireLease } from "@/inngest/embedded/lease";
import { loadActiveRuns, writeChange } from "@/inngest/embedded/store";
import { openTestDatabase, type TestDatabase } from "./database";
import { eventually } from "./harness";

const log = pino({ level: "silent" });

const change: Change = {
  ...emptyChange(),
  events: [{ id: "late", name: "late", payload: "{}", receivedMs: 1_700_000_000_000 }],
  runs: [
    {
      id: "run_late",
      functionId: "test-late",
      eventId: "late",
      dueMs: null,
      idempotencyKey: null,
      parentRunId: null,
      parentStepId: null,
      createdMs: 1_700_000_000_000,
    },
  ],
};

let database: TestDatabase;
let blocker: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  blocker = new pg.Client({ connectionString: database.url });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await database.close();
});

// The embedded database carries out one statement after another, so that none is ever under way beside a claim.
test.runIf(process.env.TEST_DATABASE_URL)(
  "a claim waits for the last engine's write and sees it",
  async () => {
    const { db } = database;
    const former = await acquireLease(db, log);
    await db.$executeRaw`UPDATE engine_lease SET expires_at = now() - interval '1 second'`;
    await blocker.query("BEGIN");
    await blocker.query(
      "INSERT INTO engine_event (id, name, payload, received_at) VALUES ('late', 'late', '{}', now())",
    );
    const writing = writeChange(db, former.token, change, false);
    await eventually(async () => (await countBlocked()) === 1);

    const resumed = acquireLease(db, log).then(() => loadActiveRuns(db));
    await delay(500);
    await blocker.query("ROLLBACK");
    expect((await writing).runs).toEqual(new Set(["run_late"]));
    expect((await resumed).map(({ id }) => id)).toEqual(["run_late"]);
  },
);

/** Statements of this database that wait for another one. */
async function countBlocked(): Promise<number> {
  const { rows } = await blocker.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rows.length;
}
