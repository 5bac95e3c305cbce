import { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, findFreePort, openEngine, post, readRuns, signingKey } from "./harness";

const port = await findFreePort();
const otherPort = await findFreePort();
const client = createClient(port);
const count = client.createFunction({ id: "count", triggers: { event: "i/count" } }, ({ event }) => event.id);

let database: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await openEngine(database, client, [count], { port });
});

afterAll(async () => {
  await engine.stop();
  await database.close();
});

describe("an id", () => {
  test("counts once, however often and wherever it comes", async () => {
    const event = { id: "same", name: "i/count" };
    const replies = await Promise.all(Array.from({ length: 50 }, () => post(port, event)));
    replies.push(await post(port, [event, event]));
    for (const { status, body } of replies) {
      expect(status).toBe(200);
      expect(new Set(body.ids as string[])).toEqual(new Set(["same"]));
    }
    await awaitRuns(database, "count");
    expect(await readRuns(database, "count")).toHaveLength(1);
  });

  test("still counts once after a restart", async () => {
    await engine.stop();
    engine = await openEngine(database, client, [count], { port });
    expect((await post(port, { id: "same", name: "i/count" })).status).toBe(200);
    expect(await readRuns(database, "count")).toHaveLength(1);
  });

  test("comes from the sender's seed when it gives none, so that its retry is recognised", async () => {
    const headers = { "x-inngest-event-id-seed": "1700000000000,AAAAAAAAAAAAAA==" };
    const first = await post(port, [{ name: "i/count" }, { name: "i/count" }], { headers });
    const again = await post(port, [{ name: "i/count" }, { name: "i/count" }], { headers });
    expect(again.body).toEqual(first.body);
    expect(new Set(first.body.ids as string[]).size).toBe(2);
  });
});

describe("bad input", () => {
  const cases: [string, unknown, number][] = [
    ["no JSON", "{", 400],
    ["a number", 7, 400],
    ["no events", [], 400],
    ["no name", { data: {} }, 400],
    ["an empty name", { name: "" }, 400],
    ["a reserved name", { name: "inngest/function.failed", data: {} }, 400],
    ["a name that is no text", { name: 5 }, 400],
    ["an unknown field", { name: "i/count", extra: 1 }, 400],
    ["data that is no object", { name: "i/count", data: [1] }, 400],
    ["a control character in the id", { name: "i/count", id: "a\u0000b" }, 400],
    ["a time that is no number", { name: "i/count", ts: "now" }, 400],
    ["one bad among good", [{ name: "i/count" }, { nome: "i/count" }], 400],
    ["too many", Array.from({ length: 1001 }, () => ({ name: "i/count" })), 400],
    ["too large", { name: "i/count", data: { text: "x".repeat(1024 * 1024) } }, 413],
  ];

  test.each(cases)("%s is refused and nothing is written", async (_name, body, expected) => {
    const before = await database.db.engineEvent.count();
    const reply = await post(port, body);
    expect(reply.status).toBe(expected);
    expect(reply.body).toMatchObject({ status: expected, error: expect.any(String) });
    expect(JSON.stringify(reply.body)).not.toContain("    at ");
    expect(await database.db.engineEvent.count()).toBe(before);
  });

  test("a body without a length is cut off at the cap", async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode("x".repeat(64 * 1024)));
      },
    });
    const url = `http://127.0.0.1:${port}/e/test-event-key-0001`;
    const send = fetch(url, { method: "POST", body, duplex: "half" } as RequestInit);
    // The connection may be gone before the reply is read; what counts is that it does not go on.
    const status = await send.then((response) => response.status).catch(() => 413);
    expect(status).toBe(413);
  });

  test("text that Postgres cannot hold raw is kept as JSON, half a character replaced", async () => {
    const { status } = await post(port, { id: "nul", name: "i/count", data: { text: "a\u0000b\ud800" } });
    expect(status).toBe(200);
    const stored = await database.db.engineEvent.findUniqueOrThrow({ where: { id: "nul" } });
    expect(JSON.parse(stored.payload).data.text).toBe("a\u0000b\ufffd");
  });

  test.each([
    ["a wrong key", "/e/wrong", "POST", 401],
    ["no key", "/e/", "POST", 404],
    ["another method", "/e/test-event-key-0001", "GET", 405],
    ["another path", "/v0/other", "GET", 404],
  ])("%s is refused", async (_name, path, method, expected) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(method === "POST" ? { body: '{"name":"i/count"}' } : {}),
    });
    expect(response.status).toBe(expected);
    expect(await response.json()).toMatchObject({ status: expected });
  });
});

describe("a start", () => {
  const start = (options: Parameters<Inngest["createFunction"]>[0], other = createClient(otherPort)) =>
    openEngine(database, other, [other.createFunction(options, () => null)], { port: otherPort });

  test.each([
    ["throttle", { throttle: { limit: 1, period: "1m" } }],
    ["debounce", { debounce: { period: "1m" }, idempotency: "event.data.a" }],
    ["batchEvents", { batchEvents: { maxSize: 2, timeout: "1s" } }],
    ["priority", { priority: { run: "event.data.p" } }],
    ["singleton", { singleton: { mode: "skip" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "1m" } }],
    ["concurrency", { concurrency: { limit: 1, key: "event.data.a + event.data.b" } }],
    ["concurrency", { concurrency: { limit: 1, scope: "env", key: '"all"' } }],
  ] as const)("refuses %s by name", async (name, options) => {
    await expect(start({ id: "odd", triggers: { event: "i/odd" }, ...options } as never)).rejects.toThrow(
      new RegExp(`test-odd.*${name}`, "s"),
    );
  });

  test("refuses triggers it does not support", async () => {
    await expect(start({ id: "odd", triggers: { event: "i/*" } })).rejects.toThrow("i/*");
    await expect(start({ id: "odd", triggers: { event: "i/a", if: "event.data.n > 1" } })).rejects.toThrow(
      "event.data.n > 1",
    );
    await expect(start({ id: "odd", triggers: { cron: "every day" } })).rejects.toThrow("every day");
    await expect(start({ id: "odd", triggers: { cron: "TZ=Nowhere/City 0 9 * * *" } })).rejects.toThrow(
      "Nowhere",
    );
  });

  test("refuses another signing key and a taken port", async () => {
    const other = new Inngest({ id: "test", isDev: false, signingKey: `${signingKey}00`, eventKey: "x" });
    await expect(start({ id: "odd", triggers: { event: "i/odd" } }, other as never)).rejects.toThrow(
      "INNGEST_SIGNING_KEY",
    );
    await expect(openEngine(database, client, [count], { port })).rejects.toThrow("EADDRINUSE");
  });
});
