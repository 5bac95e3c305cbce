import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EndpointOutput, MessageOutput, MessageSummary } from "@/server/endpoints/schema";
import type { Page } from "@/server/page-input";
import { publish } from "@/tests/factories/event";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { type KillableHub, startKillableHub } from "@/tests/support/killable-hub";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { awaitState } from "@/tests/support/settle";

let hubs: KillableHub;
const hub = () => hubs.current();
let receiver: Receiver;
beforeAll(async () => {
  hubs = await startKillableHub({ SAFE_FETCH_ALLOW: "127.0.0.1", ENDPOINT_RETRY_SECONDS: "0,0.3,0.3" });
});
afterAll(() => hubs?.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const add = (input: object = {}): Promise<EndpointOutput> =>
  ask(hub(), "POST", "/api/endpoints", { url: receiver.url, noticeTypes: ["execution.completed"], ...input });
const drop = ({ id }: { id: string }) => ask(hub(), "DELETE", `/api/endpoints/${id}`);
const awaitMessage = (id: string, isEnough: (message: MessageOutput) => boolean) =>
  awaitState(() => ask<MessageOutput>(hub(), "GET", `/api/endpoint-messages/${id}`), isEnough, 60_000);
const isSettled = ({ status }: { status: string }) => status !== "pending";
const awaitRequests = (count: number) =>
  awaitState(
    async () => receiver.requests.length,
    (seen) => seen >= count,
    60_000,
  );

describe.each(doorNames)("endpoints over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub());
  });

  test("are made with a secret that is shown once, and listed newest first", async () => {
    const url = `https://${uniqueWord("host").replace("_", "-")}.test/hook`;
    const made = await door.call<EndpointOutput>("endpoints.create", {
      url,
      noticeTypes: ["event.failed", "execution.failed", "event.failed"],
      description: " Pages the team ",
    });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^whe_/),
      url,
      description: "Pages the team",
      noticeTypes: ["execution.failed", "event.failed"],
      enabled: true,
      disabledReason: null,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
      failingSince: null,
      latest: [],
    });
    const masked = { ...made, secret: "[REDACTED]" };
    expect(await door.call("endpoints.get", { id: made.id })).toEqual(masked);
    const { items, total } = await door.call<Page<EndpointOutput>>("endpoints.list");
    expect(items[0]).toEqual(masked);
    expect(total).toBe(items.length);
    const search = new URL(url).host;
    for (const filter of [{ search }, { search, state: "enabled" }, { search, noticeType: "event.failed" }])
      expect((await door.call<Page<EndpointOutput>>("endpoints.list", filter)).items).toEqual([masked]);
    for (const filter of [{ state: "failing" }, { state: "disabled" }, { noticeType: "trigger.degraded" }])
      expect((await door.call<Page<EndpointOutput>>("endpoints.list", { search, ...filter })).items).toEqual(
        [],
      );
    await drop(made);
  });

  test.each([
    ["no URL", { url: "example" }, "url"],
    ["another protocol", { url: "ftp://example.com/" }, "url"],
    ["a password in the URL", { url: "https://me:word@example.com/" }, "url"],
    ["no types", { noticeTypes: [] }, "noticeTypes"],
    ["an unknown type", { noticeTypes: ["ping"] }, "noticeTypes"],
    ["a description without end", { description: "x".repeat(501) }, "description"],
    ["an unknown field", { secret: "mine" }, ""],
  ])("are refused with %s", async (_name, fields, path) => {
    const input = { url: "https://example.com/", noticeTypes: ["event.failed"], ...fields };
    const refusal = await door.refuse("endpoints.create", input);
    expect(refusal).toMatchObject({ status: 400, code: "validation_failed" });
    expect(refusal.issues[0]?.path.startsWith(path)).toBe(true);
  });

  test("are changed, given a new secret and deleted", async () => {
    const { id, secret } = await add();
    const changed = await door.call<EndpointOutput>("endpoints.update", {
      id,
      url: "https://example.com/other",
      description: null,
      enabled: false,
    });
    expect(changed).toMatchObject({ id, url: "https://example.com/other", enabled: false });
    const rotated = await door.call<{ secret: string }>("endpoints.rotateSecret", { id, overlapMs: 60_000 });
    expect(rotated.secret).not.toBe(secret);
    expect(await door.call("endpoints.delete", { id })).toEqual({ deleted: true });
    for (const verb of ["get", "update", "rotateSecret", "test", "delete", "listMessages"])
      expect(await door.refuse(`endpoints.${verb}`, { id })).toMatchObject({
        status: 404,
        code: "not_found",
      });
    expect(await door.refuse("endpoints.getMessage", { id: "msg_x" })).toMatchObject({ status: 404 });
  });

  test("get a test, which stands in their log", async () => {
    const endpoint = await add();
    const ping = await door.call<MessageOutput>("endpoints.test", { id: endpoint.id });
    expect(ping).toMatchObject({ type: "ping", status: "pending", mostAttempts: 1 });
    expect(await awaitMessage(ping.id, isSettled)).toMatchObject({ status: "delivered" });
    expect(receiver.requests.map((request) => receiver.verify(request, endpoint.secret).type)).toEqual([
      "ping",
    ]);
    const listed = (filter: object) =>
      door.call<Page<MessageSummary>>("endpoints.listMessages", { id: endpoint.id, ...filter });
    expect(await listed({})).toMatchObject({ items: [{ id: ping.id, lastStatusCode: 204 }], total: 1 });
    for (const filter of [{ status: "delivered" }, { type: "ping" }, { search: ping.id }])
      expect((await listed(filter)).total).toBe(1);
    for (const filter of [{ status: "failed" }, { type: "event.failed" }, { search: "msg_x" }])
      expect((await listed(filter)).total).toBe(0);
    expect(await door.call("endpoints.resendMessage", { id: ping.id })).toMatchObject({ status: "pending" });
    await awaitRequests(2);
    await drop(endpoint);
  });

  test("say what they can be told of, each with its shape", async () => {
    const types = await door.call<{ type: string; data: { properties: object } }[]>("endpoints.noticeTypes");
    expect(types.map(({ type }) => type)).toContain("event.dead_letter");
    for (const { data } of types) expect(Object.keys(data.properties)).toContain("url");
  });
});

describe("through the engine", () => {
  test("an execution that ends is told, signed, and again after a failure with the same id", async () => {
    const endpoint = await add();
    receiver.answerWith({ status: 500, body: "not now" });
    const persona = await createPersona(hub());
    const executionId = await execute(hub(), { prompt: "Say hello.", personaId: persona.id });
    await awaitRequests(2);
    const [first, second] = receiver.requests;
    if (!first || !second) throw new Error("Nothing was received.");
    expect(second.id).toBe(first.id);
    expect(receiver.verify(second, endpoint.secret)).toMatchObject({
      type: "execution.completed",
      data: {
        executionId,
        personaName: persona.name,
        url: expect.stringContaining(`/executions/${executionId}`),
      },
    });
    expect(await awaitMessage(first.id, isSettled)).toMatchObject({
      status: "delivered",
      subjectId: executionId,
      attempts: [{ statusCode: 500, response: "not now" }, { statusCode: 204 }],
    });
    expect(await ask<EndpointOutput>(hub(), "GET", `/api/endpoints/${endpoint.id}`)).toMatchObject({
      deliveredInDay: 1,
      failingSince: null,
      latest: [{ id: first.id, status: "delivered" }],
    });
    await drop(endpoint);
  });

  test("what never gets through fails, and is sent again on demand", async () => {
    const endpoint = await add();
    receiver.answerWith(...Array.from({ length: 3 }, () => ({ status: 503 })));
    const persona = await createPersona(hub());
    await execute(hub(), { prompt: "Say hello.", personaId: persona.id });
    await awaitRequests(3);
    const id = receiver.requests[0]?.id ?? "";
    expect(await awaitMessage(id, isSettled)).toMatchObject({ status: "failed", attemptCount: 3 });
    const since = new Date(Date.now() - 60_000).toISOString();
    const reply = await send(hub(), "POST", `/api/endpoints/${endpoint.id}/resend-failed`, {
      json: { since },
    });
    expect([reply.status, reply.json]).toEqual([202, { count: 1 }]);
    expect(await awaitMessage(id, isSettled)).toMatchObject({ status: "delivered", attemptCount: 4 });
    expect(receiver.requests.map((request) => request.id)).toEqual([id, id, id, id]);
    await drop(endpoint);
  });

  test("an endpoint that is gone is disabled, and another one is told of it", async () => {
    const watcher = await startReceiver();
    const other = await add({ url: watcher.url, noticeTypes: ["endpoint.disabled"] });
    const endpoint = await add();
    receiver.answerWith({ status: 410 });
    await execute(hub(), { prompt: "Say hello.", personaId: (await createPersona(hub())).id });
    await awaitState(
      async () => watcher.requests.length,
      (seen) => seen === 1,
    );
    const [told] = watcher.requests;
    expect(told && watcher.verify(told, other.secret)).toMatchObject({
      type: "endpoint.disabled",
      data: { endpointId: endpoint.id, reason: "It answered 410 Gone." },
    });
    await watcher.stop();
    await drop(endpoint);
    await drop(other);
  });

  test("a slow endpoint holds up no other", async () => {
    const slow = await startReceiver();
    slow.answerWith(...Array.from({ length: 30 }, () => "hang" as const));
    const [stuck, endpoint] = [await add({ url: slow.url }), await add()];
    const persona = await createPersona(hub(), { maxConcurrent: 20 });
    await Promise.all(
      Array.from({ length: 20 }, () => execute(hub(), { prompt: "Say hello.", personaId: persona.id })),
    );
    await awaitRequests(20);
    expect(slow.requests.length).toBeLessThanOrEqual(5);
    await drop(stuck);
    await drop(endpoint);
    await slow.stop();
  });

  test("a message outlives kill -9 of engine and supervisor while an attempt is under way", async () => {
    for (const victim of ["engine", "supervisor"] as const) {
      const endpoint = await add();
      const before = receiver.requests.length;
      receiver.answerWith("hang");
      const persona = await createPersona(hub());
      const executionId = await execute(hub(), { prompt: "Say hello.", personaId: persona.id });
      await awaitRequests(before + 1);
      await hubs.kill(victim);
      await awaitRequests(before + 2);
      const [lost, second] = receiver.requests.slice(before);
      if (!lost || !second) throw new Error("Nothing was received.");
      expect(second.id).toBe(lost.id);
      expect(receiver.verify(second, endpoint.secret).data).toMatchObject({ executionId });
      expect(await awaitMessage(lost.id, isSettled)).toMatchObject({
        status: "delivered",
        attempts: [{ errorMessage: "Cut off before an answer was recorded." }, { statusCode: 204 }],
      });
      await drop(endpoint);
    }
  });

  test("without an endpoint that listens an end makes no message", async () => {
    const endpoint = await add({ noticeTypes: ["trigger.degraded"] });
    await execute(hub(), { prompt: "Say hello.", personaId: (await createPersona(hub())).id });
    await publish(hub(), { eventType: uniqueWord("unheard") });
    const ping = await ask<MessageOutput>(hub(), "POST", `/api/endpoints/${endpoint.id}/test`);
    await awaitMessage(ping.id, isSettled);
    expect(receiver.requests.map((request) => request.id)).toEqual([ping.id]);
    await drop(endpoint);
  });
});

test("OpenAPI lists every verb", async () => {
  const document = await ask<{ paths: Record<string, object> }>(hub(), "GET", "/api/openapi.json");
  const paths = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb} ${path}`),
  );
  expect(paths).toEqual(
    expect.arrayContaining([
      "get /api/notice-types",
      "get /api/endpoints",
      "post /api/endpoints",
      "get /api/endpoints/{id}",
      "put /api/endpoints/{id}",
      "delete /api/endpoints/{id}",
      "post /api/endpoints/{id}/rotate-secret",
      "post /api/endpoints/{id}/test",
      "get /api/endpoints/{id}/messages",
      "post /api/endpoints/{id}/resend-failed",
      "get /api/endpoint-messages/{id}",
      "post /api/endpoint-messages/{id}/resend",
    ]),
  );
});
