import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { type AttemptOptions, attemptMessage } from "@/server/endpoints/attempt";
import { getMessage, sweepMessages } from "@/server/endpoints/messages";
import type { EndpointCreate } from "@/server/endpoints/schema";
import { getEndpoint, rotateEndpointSecret } from "@/server/endpoints/service";
import { makeEndpoint, makeMessage } from "@/tests/factories/endpoint";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";

const dayMs = 24 * 60 * 60_000;
let services: Services;
let receiver: Receiver;

beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
});
afterAll(() => services.close());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await db.endpoint.deleteMany();
  await receiver.stop();
});

const add = (input: Partial<EndpointCreate> = {}) => makeEndpoint(receiver.url, input);
const read = (id: string) => getMessage(systemActor, id);
const attempt = (id: string, options: AttemptOptions = {}, run = "run") => attemptMessage(id, run, options);

describe("an attempt", () => {
  test("is signed so that the reference library takes it, and delivers on any 2xx", async () => {
    const endpoint = await add();
    const id = await makeMessage(endpoint);
    receiver.answerWith({ status: 299, body: "thanks" });
    expect(await attempt(id)).toEqual({ status: "delivered" });
    const [request] = receiver.requests;
    expect(request).toMatchObject({ id, headers: { "content-type": "application/json" } });
    expect(request && receiver.verify(request, endpoint.secret)).toMatchObject({
      type: "event.failed",
    });
    expect(await read(id)).toMatchObject({
      status: "delivered",
      nextAttemptAt: null,
      attempts: [{ attempt: 1, statusCode: 299, errorMessage: null, response: "thanks" }],
    });
    expect((await getEndpoint(systemActor, endpoint.id)).lastDeliveredAt).not.toBeNull();
    expect(await attempt(id)).toEqual({ status: "delivered" });
    expect(receiver.requests).toHaveLength(1);
  });

  test("that fails is followed by the next with the same id and a time of its own", async () => {
    const endpoint = await add();
    const id = await makeMessage(endpoint);
    receiver.answerWith({ status: 500, body: "out of order" });
    const first = await attempt(id);
    if (first.status !== "waiting") throw new Error(first.status);
    expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({
      failingSince: expect.any(String),
      pendingCount: 1,
    });
    expect(await attempt(id)).toEqual(first);
    expect(receiver.requests).toHaveLength(1);
    expect(await attempt(id, { now: Date.parse(first.dueAt) })).toEqual({ status: "delivered" });
    expect(receiver.requests.map((request) => request.id)).toEqual([id, id]);
    const times = receiver.requests.map(({ headers }) => Number(headers["webhook-timestamp"]));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(4);
    for (const request of receiver.requests) receiver.verify(request, endpoint.secret);
    expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({
      failingSince: null,
      deliveredInDay: 1,
    });
  });

  test("comes eight times at the promised distances, and then no more", async () => {
    const id = await makeMessage(await add());
    receiver.answerWith(...Array.from({ length: 9 }, () => ({ status: 503 })));
    const waits: number[] = [];
    let now = Date.now();
    for (;;) {
      const outcome = await attempt(id, { now });
      if (outcome.status !== "waiting") break;
      waits.push(Math.round((Date.parse(outcome.dueAt) - now) / 1_000));
      now = Date.parse(outcome.dueAt);
    }
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
    const { status, attempts, errorMessage } = await read(id);
    expect([status, attempts.length, receiver.requests.length]).toEqual(["failed", 8, 8]);
    expect(errorMessage).toBe("No success in 8 attempts. The last one: It answered 503.");
    expect(await attempt(id, { now: now + dayMs })).toEqual({ status: "failed" });
  });

  test("that is asked to come back later does", async () => {
    const id = await makeMessage(await add());
    const now = Date.now();
    receiver.answerWith({ status: 429, headers: { "retry-after": "120" } });
    const outcome = await attempt(id, { now });
    if (outcome.status !== "waiting") throw new Error(outcome.status);
    expect(Math.round((Date.parse(outcome.dueAt) - now) / 1_000)).toBe(120);
  });

  test.each([
    [
      "a redirect",
      { status: 302, headers: { location: "/elsewhere" } },
      { statusCode: 302, errorMessage: /Redirects are not followed/ },
    ],
    ["silence", "hang", { statusCode: null, errorMessage: /no whole answer within 0.2 s/ }],
    ["a broken connection", "break off", { statusCode: null, errorMessage: /did not answer/ }],
  ] as const)("fails on %s", async (_name, answer, expected) => {
    const id = await makeMessage(await add());
    receiver.answerWith(answer);
    expect(await attempt(id, { timeoutMs: 200 })).toMatchObject({ status: "waiting" });
    expect((await read(id)).attempts).toMatchObject([
      { ...expected, errorMessage: expect.stringMatching(expected.errorMessage) },
    ]);
    expect(receiver.requests).toHaveLength(1);
  });

  test("keeps 4 KB of the answer, whatever is in it", async () => {
    const id = await makeMessage(await add());
    receiver.answerWith({ status: 200, body: `\u0000${"a".repeat(100_000)}` });
    expect(await attempt(id)).toEqual({ status: "delivered" });
    expect((await read(id)).attempts[0]?.response).toBe(`\uFFFD${"a".repeat(4_095)}…`);
  });

  test("does not reach private addresses that nobody allowed", async () => {
    const id = await makeMessage(await add({ url: "http://10.1.2.3/hook" }));
    expect(await attempt(id)).toMatchObject({ status: "waiting" });
    expect((await read(id)).attempts[0]?.errorMessage).toContain("SAFE_FETCH_ALLOW=10.1.2.3:80");
  });
});

describe("an attempt that a crash cuts off", () => {
  test("counts, and is followed by the next as soon as its run is back", async () => {
    const id = await makeMessage(await add());
    receiver.answerWith("hang");
    // Nothing ends it in this process; to the run that comes back it is as dead as one of a killed process.
    const lost = attempt(id, { timeoutMs: 2_000 });
    await awaitState(
      async () => receiver.requests.length,
      (seen) => seen === 1,
    );
    expect(await attempt(id, {}, "another run")).toEqual({ status: "not due" });
    expect(await attempt(id)).toEqual({ status: "delivered" });
    const cut = { attempt: 1, statusCode: null, errorMessage: "Cut off before an answer was recorded." };
    expect((await read(id)).attempts).toMatchObject([cut, { attempt: 2, statusCode: 204 }]);
    await lost;
    expect(await read(id)).toMatchObject({ status: "delivered", attemptCount: 2 });
  });

  test("is taken up by another run when its own does not come back", async () => {
    const id = await makeMessage(await add());
    receiver.answerWith("hang");
    const lost = attempt(id, { timeoutMs: 1_000 });
    await awaitState(
      async () => receiver.requests.length,
      (seen) => seen === 1,
    );
    await services.takeFacts();
    expect(await sweepMessages(30_000)).toBe(0);
    const later = Date.now() + 120_000;
    expect(await sweepMessages(30_000, later)).toBe(1);
    expect(await sweepMessages(30_000, later)).toBe(0);
    expect((await services.takeFacts()).map(({ name, data }) => [name, data])).toEqual([
      ["hub/message.created", expect.objectContaining({ messageId: id })],
    ]);
    expect(await attempt(id, { now: later }, "another run")).toEqual({ status: "delivered" });
    expect(await lost).toEqual({ status: "waiting", dueAt: expect.any(String) });
    expect(await attempt(id, { now: later })).toEqual({ status: "delivered" });
    expect(receiver.requests.map((request) => request.id)).toEqual([id, id]);
  });

  test("leaves the waiting to one run of several", async () => {
    const id = await makeMessage(await add());
    receiver.answerWith({ status: 500 });
    const outcomes = await Promise.all(["a", "b", "c"].map((run) => attempt(id, {}, run)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["not due", "not due", "waiting"]);
    expect(receiver.requests).toHaveLength(1);
  });
});

describe("secrets", () => {
  test("both sign while they overlap, the new one alone afterwards", async () => {
    const endpoint = await add();
    const { secret, previousSecretExpiresAt } = await rotateEndpointSecret(systemActor, {
      id: endpoint.id,
      overlapMs: dayMs,
    });
    expect(secret).not.toBe(endpoint.secret);
    expect(Date.parse(previousSecretExpiresAt ?? "")).toBeGreaterThan(Date.now() + dayMs - 60_000);
    await attempt(await makeMessage(endpoint));
    const [during] = receiver.requests;
    if (!during) throw new Error("Nothing was received.");
    for (const each of [secret, endpoint.secret]) receiver.verify(during, each);
    await db.endpoint.update({ where: { id: endpoint.id }, data: { previousExpiresAt: new Date() } });
    await attempt(await makeMessage(endpoint));
    const after = receiver.requests[1];
    if (!after) throw new Error("Nothing was received.");
    receiver.verify(after, secret);
    expect(() => receiver.verify(after, endpoint.secret)).toThrow();
  });

  test("are changed by many at once without losing the current one", async () => {
    const endpoint = await add();
    const rotated = await Promise.all(
      [1, 2, 3, 4].map(() => rotateEndpointSecret(systemActor, { id: endpoint.id, overlapMs: dayMs })),
    );
    await attempt(await makeMessage(endpoint));
    const [request] = receiver.requests;
    const holding = rotated.filter(({ secret }) => {
      try {
        return request && receiver.verify(request, secret);
      } catch {
        return false;
      }
    });
    expect(holding).toHaveLength(2);
  });

  test("are stored sealed", async () => {
    const endpoint = await add();
    await rotateEndpointSecret(systemActor, { id: endpoint.id, overlapMs: dayMs });
    const row = JSON.stringify(await db.endpoint.findUnique({ where: { id: endpoint.id } }));
    expect(row).not.toContain(endpoint.secret.slice("whsec_".length));
    expect(row).not.toContain("whsec_");
  });
});
