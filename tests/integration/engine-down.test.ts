import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventOutput } from "@/server/events/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { type Reply, send } from "@/tests/support/api";
import { type KillableHub, startKillableHub } from "@/tests/support/killable-hub";
import { countRows, query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";
import { makePush, sendGitlab } from "@/tests/support/webhook";

const webhookCount = 150;
const otherCount = 50;
let hubs: KillableHub;
beforeAll(async () => {
  hubs = await startKillableHub({});
});
afterAll(() => hubs?.stop());

test("while the engine is down ingest keeps answering, and everything is delivered once it is back", async () => {
  const hub = hubs.current();
  const persona = await createPersona(hub, { maxConcurrent: 50 });
  const eventType = uniqueWord("type");
  await subscribe(hub, persona, { eventType: "gitlab_push" });
  await subscribe(hub, persona, { eventType });

  const down = keepEngineDown();
  const replies: Reply[] = [];
  for (let count = 0; count < webhookCount; count++)
    replies.push(await sendGitlab(hub, makePush("team/app"), { "Idempotency-Key": uniqueWord("delivery") }));
  for (let count = 0; count < otherCount; count++)
    replies.push(await send(hub, "POST", "/api/events", { json: { eventType } }));
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
  const ids = replies.map(({ json }) => (json as EventOutput).id);
  expect(await countRows(hub, "event", "status = 'pending'")).toBe(ids.length);
  expect(await countRows(hub, "outbox", "name = 'hub/event.received'")).toBe(ids.length);
  // As if it had lasted two minutes.
  for (const table of ["outbox", "event"])
    await query(hub, `UPDATE ${table} SET created_at = created_at - interval '2 minutes'`);
  await down.end();

  await awaitState(
    async () => ({
      open: await countRows(hub, "event", "status IN ('pending', 'processing')"),
      unfinished: await countRows(hub, "execution", "status IN ('queued', 'running')"),
      untold: await countRows(hub, "outbox", "true"),
    }),
    ({ open, unfinished, untold }) => open + unfinished + untold === 0,
    90_000,
  );
  const events = await query<{ id: string; status: string }>(hub, "SELECT id, status FROM event");
  expect(new Map(events.map((event) => [event.id, event.status]))).toEqual(
    new Map(ids.map((id) => [id, "delivered"])),
  );
  const made = await query<{ eventId: string; status: string }>(
    hub,
    'SELECT event_id AS "eventId", status FROM execution ORDER BY event_id',
  );
  expect(made).toEqual(ids.toSorted().map((eventId) => ({ eventId, status: "completed" })));
}, 200_000);

/** Kills whatever engine the supervisor starts, until `end`. */
function keepEngineDown() {
  let isOver = false;
  const keep = async () => {
    while (!isOver) {
      const pid = hubs.current().pids.engine;
      if (pid !== null && isAlive(pid)) process.kill(pid, "SIGKILL");
      await delay(20);
    }
  };
  const kept = keep();
  return {
    end: () => {
      isOver = true;
      return kept;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
