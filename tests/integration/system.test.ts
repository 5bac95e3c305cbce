import { describe, expect, test } from "vitest";
import type { Trouble } from "@/server/system/schema";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

test("/health is open, and says what the hub depends on; without a key for Claude it is degraded, not down", async () => {
  const { status, json } = await send(hub, "GET", "/health", { key: null });
  expect(status).toBe(200);
  expect(json).toMatchObject({
    status: "degraded",
    version: expect.any(String),
    timestamp: expect.stringMatching(/Z$/),
    workers: { total: 0, idle: 0, executing: 0 },
    hasSubscription: false,
    queue: { depth: expect.any(Number), activeExecutions: expect.any(Number) },
    dependencies: {
      database: { status: "healthy", latencyMs: expect.any(Number) },
      engine: { status: "healthy", kind: "embedded" },
      token: { status: "degraded" },
      eventProcessor: { pendingEvents: expect.any(Number), backlogAgeMs: expect.any(Number) },
      scheduler: {
        heap_size: expect.any(Number),
        overdue: expect.any(Number),
        errors_by_class: expect.any(Object),
      },
    },
    issues: expect.arrayContaining([expect.stringContaining("ANTHROPIC_API_KEY")]),
  });
});

test("/healthz is ready while database and engine answer, whatever the model does", async () => {
  const { status, json } = await send(hub, "GET", "/healthz", { key: null });
  expect(status).toBe(200);
  expect(json).toMatchObject({ ready: true, dependencies: { token: { status: "degraded" } } });
});

test.each(["/health", "/healthz"])("%s answers HEAD too", async (path) => {
  expect((await send(hub, "HEAD", path, { key: null })).status).toBe(200);
});

test.each(doorNames)("the status over %s says what runs and waits", async (name) => {
  const door = await openDoor(name, hub);
  expect(await door.call("system.status")).toEqual({
    workers: [],
    workerCounts: { total: 0, idle: 0, executing: 0 },
    workerPoolMetrics: {
      totalWorkers: 0,
      connectingWorkers: 0,
      idleWorkers: 0,
      executingWorkers: 0,
      drainingWorkers: 0,
      disconnectedWorkers: 0,
      totalSlots: 0,
      usedSlots: 0,
      availableSlots: 0,
      utilization: null,
      waitingExecutions: expect.any(Number),
      oldestWaitMs: null,
    },
    queueLength: expect.any(Number),
    activeExecutions: expect.any(Array),
    hasClaudeToken: false,
    oauth: { connected: false, scopes: [], expiresAt: null },
  });
});

test.each(doorNames)("the models over %s come with their prices", async (name) => {
  const door = await openDoor(name, hub);
  expect(await door.call("settings.models")).toContainEqual({
    id: "claude-sonnet-5-5",
    label: "Claude Sonnet 5.5",
    inputUsdPerMTok: 2,
    outputUsdPerMTok: 10,
  });
});

describe("the live stream", () => {
  test("tells an open page which lists have changed", async () => {
    const controller = new AbortController();
    const response = await fetch(`${hub.url}/api/live`, {
      headers: { Authorization: `Bearer ${hub.teamKey}` },
      signal: controller.signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    // Whatever comes first may be another test's change; a persona is made until one is told of.
    const making = setInterval(() => void createPersona(hub), 500);
    let text = "";
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (/event: change\ndata: .*"personas"/.test(text)) break;
    }
    clearInterval(making);
    controller.abort();
    expect(text).toContain('"topics"');
    expect(text.indexOf("event: ready")).toBeGreaterThan(0);
    expect(text.indexOf("event: ready")).toBeLessThan(text.indexOf("event: change"));
  });

  test("wants a key", async () => {
    expect((await send(hub, "GET", "/api/live", { key: null })).status).toBe(401);
  });
});

test("every answer carries headers that keep it out of frames and guesses", async () => {
  for (const path of ["/health", "/sign-in", "/api/personas"]) {
    const { headers } = await send(hub, "GET", path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("x-powered-by")).toBeNull();
  }
});

test.each(doorNames)("the troubles over %s name what waits for a person, and why", async (name) => {
  const door = await openDoor(name, hub);
  const persona = await createPersona(hub);
  const [event, subscription, trigger, endpoint] = ["evt", "sub", "trg", "whe"].map(uniqueWord);
  const values = [event, subscription, trigger, endpoint, persona.id];
  await query(
    hub,
    `WITH e AS (
       INSERT INTO event (id, event_type, source_type, status, error_message, updated_at)
       VALUES ($1, 'audit.due', 'test', 'dead_letter', 'It failed thrice.', now())
     ), s AS (
       INSERT INTO subscription (id, persona_id, event_type, enabled, disabled_reason, disabled_at, updated_at)
       VALUES ($2, $5, 'loop', false, 'It kept triggering itself.', now(), now()),
              ($2 || '_by_hand', $5, 'loop', false, NULL, now(), now())
     ), t AS (
       INSERT INTO trigger (id, persona_id, name, trigger_type, health_status, health_message, updated_at)
       VALUES ($3, $5, 'Nightly', 'polling', 'degraded', 'The page answered 500.', now()),
              ($3 || '_well', $5, 'Daily', 'polling', 'healthy', NULL, now())
     )
     INSERT INTO endpoint (id, url, notice_types, secret_sealed, enabled, disabled_reason, updated_at)
     VALUES ($4, 'https://example.com/hook', '[]', '', false, 'It failed for five days.', now())`,
    values,
  );
  const named = (await door.call<Trouble[]>("system.troubles")).filter(({ id }) =>
    values.some((own) => id.startsWith(own ?? "")),
  );
  expect(named.map(({ kind, id, title, reason }) => ({ kind, id, title, reason }))).toEqual([
    { kind: "dead_letter", id: event, title: "audit.due", reason: "It failed thrice." },
    {
      kind: "subscription",
      id: subscription,
      title: `${persona.name}: loop`,
      reason: "It kept triggering itself.",
    },
    { kind: "trigger", id: trigger, title: "Nightly", reason: "The page answered 500." },
    { kind: "endpoint", id: endpoint, title: "https://example.com/hook", reason: "It failed for five days." },
  ]);
  await query(hub, "DELETE FROM event WHERE id = $1", [event]);
  await query(hub, "DELETE FROM endpoint WHERE id = $1", [endpoint]);
  await query(hub, "DELETE FROM persona WHERE id = $1", [persona.id]);
});
