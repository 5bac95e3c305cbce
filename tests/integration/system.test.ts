import { describe, expect, test } from "vitest";
import { createPersona } from "@/tests/factories/persona";
import { send } from "@/tests/support/api";
import { doorNames, openDoor } from "@/tests/support/doors";
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
