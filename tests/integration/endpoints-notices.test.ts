import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { notifyOfEnd, notifyOfNotice } from "@/server/endpoints/notify";
import { type NoticeType, noticeCatalog, noticeTypes } from "@/server/endpoints/schema";
import { createEndpoint } from "@/server/endpoints/service";
import { failEvent, matchEvent } from "@/server/events/match";
import { recordEvent } from "@/server/events/record";
import { endExecution } from "@/server/executions/claim";
import { purgeExpired } from "@/server/retention/service";
import { disableSubscription } from "@/server/subscriptions/disable";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());
afterEach(() => db.endpoint.deleteMany());

/** An endpoint that is told of these types. */
async function listen(...types: NoticeType[]): Promise<string> {
  const input = { url: "https://receiver.test/hook", noticeTypes: types, enabled: true };
  return (await createEndpoint(systemActor, input)).id;
}
const messagesTo = async (endpointId: string) => {
  const rows = await db.endpointMessage.findMany({ where: { endpointId }, orderBy: { id: "asc" } });
  return rows.map(({ body }) => JSON.parse(body) as { type: NoticeType; timestamp: string; data: object });
};
const at = Date.parse("2026-11-21T05:00:00.000Z");

async function publish(): Promise<string> {
  const { event } = await recordEvent({
    eventType: "notices",
    sourceType: "test",
    sourceId: "acme",
    targetPersonaId: null,
    payload: '{"private":"words"}',
    useCaseId: null,
  });
  return event.id;
}

/** An execution of an event that has just ended. */
async function endOne(status: "completed" | "failed" | "cancelled"): Promise<string> {
  const personaId = await insertPersona();
  const subscriptionId = await insertSubscription(personaId, "notices");
  const eventId = await publish();
  await matchEvent(eventId);
  const { id } = await db.execution.findFirstOrThrow({ where: { eventId } });
  await endExecution(id, { status, ...(status === "failed" ? { errorMessage: "x".repeat(5_000) } : {}) });
  await db.subscription.delete({ where: { id: subscriptionId } });
  return id;
}

describe("the end of an execution", () => {
  test.each(["completed", "failed", "cancelled"] as const)(
    "as %s is told once to each that listens to it",
    async (status) => {
      const type = `execution.${status}` as const;
      const [one, two] = [await listen(type), await listen(type, "event.failed")];
      const others = await listen(...noticeTypes.filter((each) => each !== type));
      const off = await listen(type);
      await db.endpoint.update({ where: { id: off }, data: { enabled: false } });
      const executionId = await endOne(status);
      expect((await services.takeFacts()).map(({ name, data }) => [name, data])).toContainEqual([
        "hub/execution.ended",
        { executionId },
      ]);
      expect(await notifyOfEnd(executionId)).toBe(2);
      expect(await notifyOfEnd(executionId)).toBe(0);
      expect(
        (await services.takeFacts()).map(({ name, data }) => [name, data.endpointId]).toSorted(),
      ).toEqual([one, two].toSorted().map((id) => ["hub/message.created", id]));
      const [message] = await messagesTo(one);
      expect(message).toMatchObject({
        type,
        timestamp: expect.any(String),
        data: { executionId, status, attempt: 0, url: expect.stringContaining(`/executions/${executionId}`) },
      });
      expect(noticeCatalog[type].data.strict().safeParse(message?.data).error).toBeUndefined();
      expect(JSON.stringify(message)).not.toContain("private");
      expect(JSON.stringify(message).length).toBeLessThan(3_000);
      for (const id of [others, off]) expect(await messagesTo(id)).toEqual([]);
    },
  );

  test("that has not come yet is told of nothing", async () => {
    await listen("execution.completed");
    const personaId = await insertPersona();
    const id = createId("execution");
    await db.execution.create({
      data: { id, personaId, personaName: "x", timeoutMs: 1_000, status: "running" },
    });
    expect(await notifyOfEnd(id)).toBe(0);
  });
});

describe("a notice", () => {
  test("of an event that failed is raised where that is decided, and told", async () => {
    const endpointId = await listen("event.failed");
    const eventId = await publish();
    await db.event.update({ where: { id: eventId }, data: { status: "processing" } });
    await services.takeFacts();
    await failEvent(eventId, "no luck");
    const [fact] = await services.takeFacts();
    expect(fact).toMatchObject({
      name: "hub/notice.raised",
      data: { type: "event.failed", subjectId: eventId },
    });
    expect(await notifyOfNotice("event.failed", eventId, { factId: "f", at })).toBe(1);
    const [message] = await messagesTo(endpointId);
    expect(message).toMatchObject({
      timestamp: "2026-11-21T05:00:00.000Z",
      data: {
        eventId,
        eventType: "notices",
        status: "failed",
        errorMessage: expect.stringContaining("no luck"),
      },
    });
    expect(noticeCatalog["event.failed"].data.strict().safeParse(message?.data).error).toBeUndefined();
    expect(JSON.stringify(message)).not.toContain("private");
  });

  test("of a subscription that was disabled names the reason", async () => {
    const endpointId = await listen("subscription.disabled");
    const id = await insertSubscription(await insertPersona(), "loops");
    await disableSubscription(id, "It set itself off.");
    expect(await notifyOfNotice("subscription.disabled", id, { factId: "f", at })).toBe(1);
    const [message] = await messagesTo(endpointId);
    expect(message?.data).toMatchObject({ subscriptionId: id, reason: "It set itself off." });
    expect(
      noticeCatalog["subscription.disabled"].data.strict().safeParse(message?.data).error,
    ).toBeUndefined();
  });

  test("of a degraded trigger and of a dead letter have the shape the catalog says", async () => {
    const endpointId = await listen("trigger.degraded", "event.dead_letter");
    const personaId = await insertPersona();
    const triggerId = createId("trigger");
    await db.trigger.create({
      data: { id: triggerId, personaId, triggerType: "polling", healthMessage: "It answered 500." },
    });
    const eventId = await publish();
    expect(await notifyOfNotice("trigger.degraded", triggerId, { factId: "f", at })).toBe(1);
    expect(await notifyOfNotice("event.dead_letter", eventId, { factId: "g", at })).toBe(1);
    for (const { type, data } of await messagesTo(endpointId))
      expect(noticeCatalog[type].data.strict().safeParse(data).error).toBeUndefined();
  });

  test("that is told twice makes one message; the same thing happening again makes another", async () => {
    const endpointId = await listen("event.dead_letter");
    const eventId = await publish();
    expect(await notifyOfNotice("event.dead_letter", eventId, { factId: "first", at })).toBe(1);
    expect(await notifyOfNotice("event.dead_letter", eventId, { factId: "first", at })).toBe(0);
    expect(await notifyOfNotice("event.dead_letter", eventId, { factId: "second", at })).toBe(1);
    expect(await messagesTo(endpointId)).toHaveLength(2);
  });

  test("of an endpoint's own end is not sent to itself", async () => {
    const endpointId = await listen("endpoint.disabled");
    expect(await notifyOfNotice("endpoint.disabled", endpointId, { factId: "f", at })).toBe(0);
  });

  test.each([
    ["an unknown type", "unknown.type"],
    ["a subject that is gone", "event.failed"],
    ["a word that objects know by birth", "constructor"],
  ])("of %s is told nobody", async (_name, type) => {
    await listen(...noticeTypes);
    expect(await notifyOfNotice(type, "evt_gone", { factId: "f", at })).toBe(0);
  });
});

test("messages go after the retention of events, with their attempts; pending ones stay", async () => {
  const endpointId = await listen("event.failed");
  const old = new Date(Date.now() - 400 * 24 * 60 * 60_000);
  const row = (id: string, fields: object) => ({
    id,
    endpointId,
    noticeType: "event.failed",
    subjectId: "evt_x",
    key: id,
    body: "{}",
    createdAt: old,
    ...fields,
  });
  await db.endpointMessage.createMany({
    data: [
      row("msg_old", { status: "delivered" }),
      row("msg_pending", { status: "pending", nextAttemptAt: new Date() }),
      row("msg_new", { status: "failed", createdAt: new Date() }),
    ],
  });
  await db.endpointAttempt.create({ data: { messageId: "msg_old", attempt: 1, durationMs: 1 } });
  expect(await purgeExpired()).toMatchObject({ messages: 1 });
  const left = await db.endpointMessage.findMany({ where: { endpointId }, orderBy: { id: "asc" } });
  expect(left.map(({ id }) => id)).toEqual(["msg_new", "msg_pending"]);
  expect(await db.endpointAttempt.count({ where: { messageId: "msg_old" } })).toBe(0);
});
