import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/server/db";
import { receiveWebhook } from "@/server/webhooks/door";
import { mostRowsPerMinute } from "@/server/webhooks/store-limit";
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

const knock = (name: string) =>
  receiveWebhook(
    new Request(`http://hub.test/api/hooks/${name}`, {
      method: "POST",
      body: JSON.stringify({ nonce: randomUUID() }),
      headers: { "Content-Type": "application/json" },
    }),
    name,
    () => undefined,
  );

test("of a flood of rejected deliveries the first are kept and all are counted; other doors keep theirs", async () => {
  const count = mostRowsPerMinute + 140;
  const answers = await Promise.all(Array.from({ length: count }, () => knock("slack")));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  expect(await countRows(hub, "delivery", "provider = 'slack'")).toBe(mostRowsPerMinute);
  const read = async () => {
    const rows = await query<{ all: number }>(
      hub,
      `SELECT sum(1 + repeat_count)::int AS all FROM delivery WHERE provider = 'slack'`,
    );
    return rows[0]?.all ?? 0;
  };
  expect(await awaitState(read, (all) => all === count)).toBe(count);
  await knock("stripe");
  expect(await countRows(hub, "delivery", "provider = 'stripe' AND reason = 'secret_not_configured'")).toBe(
    1,
  );
});

test("a door without a secret says which variable and which page", async () => {
  const answer = await knock("github");
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    code: "forbidden",
    error: expect.stringMatching(/GITHUB_WEBHOOK_SECRET.*Webhooks → Receivers/),
  });
});

test("nobody's receiver is named as such", async () => {
  for (const name of ["nobody", "constructor", "webhook"]) {
    const answer = await knock(name);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: expect.stringContaining("Known: gitlab, github") });
  }
});
