import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FiringOutput, TriggerOutput, TriggerStats } from "@/server/triggers/schema";
import { createPersona } from "@/tests/factories/persona";
import { awaitFirings, awaitSettled, createTrigger } from "@/tests/factories/trigger";
import { ask } from "@/tests/support/api";
import { type KillableHub, startKillableHub } from "@/tests/support/killable-hub";
import { query } from "@/tests/support/query";
import { awaitState } from "@/tests/support/settle";

let hub: KillableHub;
let page: Server;
let content = "first";
let isBroken = false;
const seen: (string | undefined)[] = [];

beforeAll(async () => {
  page = createServer((request, response) => {
    seen.push(request.headers["x-key"]?.toString());
    response.writeHead(isBroken ? 500 : 200).end(content);
  });
  await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
  const { port } = page.address() as AddressInfo;
  hub = await startKillableHub({ SAFE_FETCH_ALLOW: `127.0.0.1:${port}` });
});
afterAll(async () => {
  await hub?.stop();
  page?.close();
});

test("a schedule fires at its time, and its firing is settled by what it set off", async () => {
  const persona = await createPersona(hub.current());
  const { id, nextTriggerAt } = await createTrigger(hub.current(), persona, "schedule", {
    config: { cron: "every 5s", payload: { a: 1 } },
  });
  const firing = await awaitSettled(hub.current(), id);
  expect(firing).toMatchObject({
    cause: "schedule",
    status: "completed",
    scheduledAt: nextTriggerAt,
    executionId: expect.stringMatching(/^exe_/),
    durationMs: expect.any(Number),
  });
  await ask(hub.current(), "PUT", `/api/triggers/${id}`, { enabled: false });
  expect(await ask<TriggerStats>(hub.current(), "GET", `/api/triggers/${id}/stats`)).toMatchObject({
    failureCount: 0,
    successRate: 1,
    avgDurationMs: expect.any(Number),
    lastFireStatus: "completed",
  });
});

test("a chain goes on when its source has ended, and not back to it", async () => {
  const [first, second] = [await createPersona(hub.current()), await createPersona(hub.current())];
  const on = await createTrigger(hub.current(), second, "chain", {
    config: { source_persona_id: first.id, condition: { type: "success" } },
  });
  const back = await createTrigger(hub.current(), first, "chain", {
    config: { source_persona_id: second.id },
  });
  const start = await createTrigger(hub.current(), first, "manual");
  await ask(hub.current(), "POST", `/api/triggers/${start.id}/run`);
  expect(await awaitSettled(hub.current(), on.id)).toMatchObject({ cause: "chain", status: "completed" });
  const [end] = await awaitFirings(hub.current(), back.id);
  expect(end).toMatchObject({ status: "skipped", errorMessage: expect.stringContaining(first.id) });
});

test("a page is watched: read with its headers, fired for when it changes, degraded while it fails", async () => {
  const persona = await createPersona(hub.current());
  const { port } = page.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/feed`;
  const { id } = await createTrigger(hub.current(), persona, "polling", {
    overlapPolicy: "allow",
    config: { url, headers: { "X-Key": "open sesame" }, interval_seconds: 5 },
  });
  await awaitFirings(hub.current(), id, 1);
  expect(seen).toContain("open sesame");
  content = "second";
  const firings = await awaitFirings(hub.current(), id, 2);
  const payloads = await query<{ payload: string }>(
    hub.current(),
    "SELECT payload FROM event WHERE id = ANY($1) ORDER BY created_at",
    [firings.map(({ eventId }) => eventId)],
  );
  expect(payloads.map(({ payload }) => JSON.parse(payload).body_preview)).toEqual(["first", "second"]);
  isBroken = true;
  const health = (status: string) =>
    awaitState(
      () => ask<TriggerOutput>(hub.current(), "GET", `/api/triggers/${id}`),
      ({ healthStatus }) => healthStatus === status,
    );
  expect((await health("degraded")).healthMessage).toBe(`${url} answered 500.`);
  isBroken = false;
  await ask(hub.current(), "PUT", `/api/triggers/${id}`, { enabled: false });
  await ask(hub.current(), "PUT", `/api/triggers/${id}`, { enabled: true });
  await health("healthy");
});

test("a persona's webhook fires its webhook triggers, for another persona or its own", async () => {
  const [persona, other] = [await createPersona(hub.current()), await createPersona(hub.current())];
  const own = await createTrigger(hub.current(), persona, "webhook");
  const passed = await createTrigger(hub.current(), persona, "webhook", { targetPersonaId: other.id });
  const event = await ask<{ id: string }>(hub.current(), "POST", `/api/webhooks/${persona.id}`, { n: 1 });
  expect(await awaitSettled(hub.current(), own.id)).toMatchObject({
    cause: "webhook",
    status: "completed",
    eventId: event.id,
  });
  const firing = await awaitSettled(hub.current(), passed.id);
  expect(firing.status).toBe("completed");
  const [row] = await query(hub.current(), "SELECT payload, target_persona_id FROM event WHERE id = $1", [
    firing.eventId,
  ]);
  expect(row).toEqual({ payload: '{"n":1}', target_persona_id: other.id });
});

test("every planned time fires once, whatever is killed", { timeout: 180_000 }, async () => {
  const persona = await createPersona(hub.current(), { maxConcurrent: 20 });
  const made = await Promise.all(
    [1, 2, 3].map(() =>
      createTrigger(hub.current(), persona, "schedule", {
        config: { cron: "every 5s" },
        misfirePolicy: "all",
        misfireLimit: 100,
        overlapPolicy: "allow",
      }),
    ),
  );
  for (const victim of [
    "engine",
    "web",
    ...(hub.victims.includes("database") ? (["database"] as const) : []),
    "supervisor",
  ] as const) {
    await delay(4_000);
    await hub.kill(victim);
  }
  for (const { id } of made) {
    const before = (await ask<FiringOutput[]>(hub.current(), "GET", `/api/triggers/${id}/firings`)).length;
    await awaitFiringsWithin(id, before + 2);
    const times = await query<{ at: Date; events: number }>(
      hub.current(),
      "SELECT f.scheduled_at AS at, (SELECT count(*)::int FROM event WHERE id = f.event_id) AS events FROM trigger_fire f WHERE trigger_id = $1 ORDER BY 1",
      [id],
    );
    const steps = times.slice(1).map(({ at }, index) => at.getTime() - (times[index]?.at.getTime() ?? 0));
    expect(new Set(steps)).toEqual(new Set([5_000]));
    expect(times.every(({ events }) => events === 1)).toBe(true);
    const [counted] = await query<{ count: number }>(
      hub.current(),
      "SELECT count(*)::int AS count FROM event WHERE trigger_id = $1",
      [id],
    );
    expect(counted?.count).toBeGreaterThanOrEqual(times.length);
  }
});

/** A sleep that was lost with the engine is found by the next minute's sweep. */
function awaitFiringsWithin(id: string, count: number): Promise<FiringOutput[]> {
  const read = () => ask<FiringOutput[]>(hub.current(), "GET", `/api/triggers/${id}/firings`);
  return awaitState(read, ({ length }) => length >= count, 90_000);
}
