import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { systemActor, webhookActor } from "@/server/actor";
import { db } from "@/server/db";
import { type AttemptOptions, attemptMessage } from "@/server/endpoints/attempt";
import {
  getMessage,
  listMessages,
  resendFailed,
  resendMessage,
  testEndpoint,
} from "@/server/endpoints/messages";
import { notifyOfNotice } from "@/server/endpoints/notify";
import type { EndpointCreate } from "@/server/endpoints/schema";
import {
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  listEndpoints,
  listNoticeTypes,
  rotateEndpointSecret,
  updateEndpoint,
} from "@/server/endpoints/service";
import { makeEndpoint, makeMessage } from "@/tests/factories/endpoint";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { openServices, type Services } from "@/tests/support/services";

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

describe("an endpoint", () => {
  test("that answers 410 is disabled at once, what was pending fails, and the others are told", async () => {
    const [endpoint, other] = [await add(), await add({ noticeTypes: ["endpoint.disabled"] })];
    const [id, waiting] = [await makeMessage(endpoint), await makeMessage(endpoint)];
    receiver.answerWith({ status: 410 });
    await services.takeFacts();
    expect(await attempt(id)).toEqual({ status: "failed" });
    expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({
      enabled: false,
      disabledReason: "It answered 410 Gone.",
    });
    for (const each of [id, waiting])
      expect(await read(each)).toMatchObject({
        status: "failed",
        errorMessage: "The endpoint was disabled.",
      });
    expect(await attempt(waiting)).toEqual({ status: "failed" });
    const [fact] = await services.takeFacts();
    expect(fact).toMatchObject({
      name: "hub/notice.raised",
      data: { type: "endpoint.disabled", subjectId: endpoint.id },
    });
    expect(await notifyOfNotice("endpoint.disabled", endpoint.id, { factId: "f", at: Date.now() })).toBe(1);
    const told = await db.endpointMessage.findFirstOrThrow({ where: { endpointId: other.id } });
    expect(JSON.parse(told.body)).toMatchObject({
      type: "endpoint.disabled",
      data: { endpointId: endpoint.id, host: new URL(receiver.url).host, reason: "It answered 410 Gone." },
    });
    expect(told.body).not.toContain('/hook"');
  });

  test("through which nothing got for five days is disabled, not a moment before", async () => {
    const endpoint = await add();
    receiver.answerWith(...Array.from({ length: 3 }, () => ({ status: 500 })));
    const now = Date.now();
    await attempt(await makeMessage(endpoint), { now });
    await attempt(await makeMessage(endpoint), { now: now + 5 * dayMs - 1 });
    expect((await getEndpoint(systemActor, endpoint.id)).enabled).toBe(true);
    const last = await makeMessage(endpoint);
    expect(await attempt(last, { now: now + 5 * dayMs })).toEqual({ status: "failed" });
    expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({
      enabled: false,
      disabledReason: "Nothing got through for five days. The last answer: It answered 500.",
    });
    expect((await read(last)).status).toBe("failed");
  });

  test("that took one in between is not", async () => {
    const endpoint = await add();
    receiver.answerWith({ status: 500 }, { status: 200 }, { status: 500 });
    const now = Date.now();
    for (const days of [0, 4, 6]) await attempt(await makeMessage(endpoint), { now: now + days * dayMs });
    expect((await getEndpoint(systemActor, endpoint.id)).enabled).toBe(true);
  });

  test("that is enabled again begins afresh, and is sent what failed meanwhile on demand", async () => {
    const endpoint = await add();
    receiver.answerWith({ status: 410 });
    const [gone, waiting] = [await makeMessage(endpoint), await makeMessage(endpoint)];
    await attempt(gone);
    await expect(resendMessage(systemActor, gone)).rejects.toMatchObject({ code: "conflict" });
    const since = new Date(Date.now() - dayMs).toISOString();
    await expect(resendFailed(systemActor, { id: endpoint.id, since })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await updateEndpoint(systemActor, { id: endpoint.id, enabled: true })).toMatchObject({
      enabled: true,
      disabledReason: null,
      failingSince: null,
    });
    await services.takeFacts();
    expect(await resendFailed(systemActor, { id: endpoint.id, since })).toEqual({ count: 2 });
    expect((await services.takeFacts()).map(({ data }) => data.messageId).toSorted()).toEqual(
      [gone, waiting].toSorted(),
    );
    expect(await attempt(gone, {}, "next run")).toEqual({ status: "delivered" });
    expect(await read(gone)).toMatchObject({ attemptCount: 2, roundCount: 1, errorMessage: null });
    expect(receiver.requests.map((request) => request.id)).toEqual([gone, gone]);
  });

  test("that a person switches off is sent nothing more but a test", async () => {
    const endpoint = await add();
    const id = await makeMessage(endpoint);
    await updateEndpoint(systemActor, { id: endpoint.id, enabled: false });
    expect(await attempt(id)).toEqual({ status: "failed" });
    expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({ disabledReason: null });
    const ping = await testEndpoint(systemActor, endpoint.id);
    expect(await attempt(ping.id)).toEqual({ status: "delivered" });
    expect(receiver.requests.map((request) => request.id)).toEqual([ping.id]);
  });

  test("that was switched off between a notice and its message loses the message without a word", async () => {
    const endpoint = await add();
    const id = await makeMessage(endpoint);
    await db.endpoint.update({ where: { id: endpoint.id }, data: { enabled: false } });
    expect(await attempt(id)).toEqual({ status: "failed" });
    expect((await read(id)).errorMessage).toBe("The endpoint was disabled.");
  });

  test("that is deleted ends its messages", async () => {
    const endpoint = await add();
    const id = await makeMessage(endpoint);
    await deleteEndpoint(systemActor, endpoint.id);
    expect(await attempt(id)).toEqual({ status: "gone" });
  });
});

describe("a test", () => {
  test("is tried once and says nothing of the endpoint's health when it fails", async () => {
    const endpoint = await add();
    receiver.answerWith({ status: 500 });
    const { id, body } = await testEndpoint(systemActor, endpoint.id);
    expect(JSON.parse(body)).toMatchObject({ type: "ping", data: { endpointId: endpoint.id } });
    expect(await attempt(id)).toEqual({ status: "failed" });
    expect(await read(id)).toMatchObject({ errorMessage: "It answered 500.", mostAttempts: 1 });
    expect((await getEndpoint(systemActor, endpoint.id)).failingSince).toBeNull();
  });
});

describe("sending again", () => {
  test("takes settled messages only, each once", async () => {
    const id = await makeMessage(await add());
    await expect(resendMessage(systemActor, id)).rejects.toMatchObject({ code: "conflict" });
    await attempt(id);
    expect(await resendMessage(systemActor, id)).toMatchObject({ id, status: "pending", deliveredAt: null });
    await expect(resendMessage(systemActor, id)).rejects.toMatchObject({ code: "conflict" });
    await expect(resendMessage(systemActor, "msg_unknown")).rejects.toMatchObject({ code: "not_found" });
  });

  test("in bulk takes all that failed since then, however many, and nothing else", async () => {
    const [endpoint, other] = [await add(), await add()];
    const now = Date.now();
    const row = (place: number, fields: object = {}) => ({
      id: createId("message"),
      endpointId: endpoint.id,
      noticeType: "event.failed",
      subjectId: "sub_x",
      key: `bulk ${place}`,
      body: "{}",
      status: "failed",
      announcedAt: new Date(now - dayMs),
      createdAt: new Date(now - 1_000),
      ...fields,
    });
    await db.endpointMessage.createMany({
      data: [
        ...Array.from({ length: 1_203 }, (_, place) => row(place)),
        row(-1, { createdAt: new Date(now - dayMs) }),
        row(-2, { status: "delivered" }),
        row(-3, { endpointId: other.id }),
        row(-4, { noticeType: "ping" }),
      ],
    });
    const since = new Date(now - 60_000).toISOString();
    await services.takeFacts();
    expect(await resendFailed(systemActor, { id: endpoint.id, since })).toEqual({ count: 1_203 });
    expect(await services.takeFacts()).toHaveLength(1_203);
    expect(await resendFailed(systemActor, { id: endpoint.id, since })).toEqual({ count: 0 });
    expect(await db.endpointMessage.count({ where: { status: "pending" } })).toBe(1_203);
  });
});

test("nobody without the scope reads or changes anything", async () => {
  const endpoint = await add();
  const id = await makeMessage(endpoint);
  const sender = webhookActor("github");
  const page = { limit: 10, offset: 0 };
  const since = new Date().toISOString();
  for (const act of [
    () => listNoticeTypes(sender),
    () => listEndpoints(sender, page),
    () => getEndpoint(sender, endpoint.id),
    () => createEndpoint(sender, { url: receiver.url, noticeTypes: ["event.failed"], enabled: true }),
    () => updateEndpoint(sender, { id: endpoint.id, enabled: false }),
    () => rotateEndpointSecret(sender, { id: endpoint.id, overlapMs: 0 }),
    () => deleteEndpoint(sender, endpoint.id),
    () => testEndpoint(sender, endpoint.id),
    () => listMessages(sender, { id: endpoint.id, ...page }),
    () => getMessage(sender, id),
    () => resendMessage(sender, id),
    () => resendFailed(sender, { id: endpoint.id, since }),
  ])
    await expect(act()).rejects.toMatchObject({ code: "forbidden" });
  expect(await getEndpoint(systemActor, endpoint.id)).toMatchObject({
    enabled: true,
    previousSecretExpiresAt: null,
  });
});
