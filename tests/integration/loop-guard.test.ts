import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { causeOf } from "@/server/events/causes";
import { matchEvent } from "@/server/events/match";
import { auditEvent, getEvent, publishEvent } from "@/server/events/service";
import { updateSettings } from "@/server/settings/service";
import { uniqueWord } from "@/tests/factories/persona";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";
import { whileRefused } from "@/tests/support/while-refused";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
let eventType: string;
beforeEach(async () => {
  eventType = uniqueWord("type");
  await updateSettings(systemActor, { hopLimit: 8, loopBreakerCount: 5, loopBreakerMinutes: 10 });
});

/** An event that an execution brought about, or one from outside; matched. */
async function publish(causedByExecutionId?: string, type = eventType) {
  const { id } = await publishEvent(systemActor, {
    eventType: type,
    sourceType: "test",
    ...(causedByExecutionId === undefined ? {} : { causedByExecutionId }),
  });
  await matchEvent(id);
  return getEvent(systemActor, id);
}

const executionOf = async (eventId: string) => (await db.execution.findFirst({ where: { eventId } }))?.id;
const notesOf = async (eventId: string) => (await auditEvent(systemActor, eventId)).audit;

describe("causation", () => {
  test("is carried from event to execution to event, oldest first", async () => {
    const [one, two] = [await insertPersona(), await insertPersona()];
    const other = uniqueWord("type");
    const first = { personaId: one, subscriptionId: await insertSubscription(one, eventType) };
    const second = { personaId: two, subscriptionId: await insertSubscription(two, other) };
    const outer = await publish();
    expect(outer).toMatchObject({ causes: [], hopCount: 0 });
    const firstRun = await executionOf(outer.id);
    const middle = await publish(firstRun, other);
    expect(middle).toMatchObject({
      causes: [{ ...first, eventId: outer.id, executionId: firstRun }],
      hopCount: 1,
    });
    const secondRun = await executionOf(middle.id);
    expect(await causeOf(secondRun ?? "")).toEqual({
      causes: [
        { ...first, eventId: outer.id, executionId: firstRun },
        { ...second, eventId: middle.id, executionId: secondRun },
      ],
      hopCount: 2,
    });
    expect(await causeOf("exe_unknown")).toBeNull();
  });

  test("names an execution that there is", async () => {
    await expect(publish("exe_unknown")).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ path: "causedByExecutionId" }],
    });
  });
});

test("an event beyond the hop limit is recorded and reaches nobody, with the reason", async () => {
  await updateSettings(systemActor, { hopLimit: 3, loopBreakerCount: 1_000 });
  await insertSubscription(await insertPersona(), eventType);
  let event = await publish();
  for (let hop = 1; hop <= 3; hop++) {
    event = await publish(await executionOf(event.id));
    expect(event).toMatchObject({ status: "delivered", hopCount: hop });
  }
  event = await publish(await executionOf(event.id));
  expect(event).toMatchObject({
    status: "skipped",
    hopCount: 4,
    errorMessage: expect.stringContaining("the limit is 3"),
  });
  expect(await executionOf(event.id)).toBeUndefined();
  expect((await notesOf(event.id)).map(({ action }) => action)).toEqual(["received", "hop_limit_reached"]);
});

describe("a subscription that leads to itself", () => {
  test("is disabled once it did so more often than allowed; a person's enabling counts anew", async () => {
    await updateSettings(systemActor, { hopLimit: 64, loopBreakerCount: 2 });
    const subscriptionId = await insertSubscription(await insertPersona(), eventType);
    let event = await publish();
    for (let count = 0; count < 2; count++) {
      event = await publish(await executionOf(event.id));
      expect(event.status).toBe("delivered");
      expect((await notesOf(event.id)).map(({ action }) => action)).toContain("loop_noticed");
    }
    const cause = await executionOf(event.id);
    await services.takeFacts();
    const tripping = await publish(cause);
    expect(tripping).toMatchObject({ status: "skipped", errorMessage: "Held by the loop guard" });
    expect(await executionOf(tripping.id)).toBeUndefined();
    expect(await notesOf(tripping.id)).toContainEqual(
      expect.objectContaining({ action: "loop_guard_tripped", subscriptionId }),
    );
    const row = await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
    expect(row).toMatchObject({ enabled: false, disabledReason: expect.stringContaining(tripping.id) });
    const notices = (await services.takeFacts()).filter(({ name }) => name === "hub/notice.raised");
    expect(notices.map(({ data }) => data)).toEqual([
      { type: "subscription.disabled", subjectId: subscriptionId },
    ]);
    expect(await publish()).toMatchObject({ status: "skipped", errorMessage: null });

    await db.subscription.update({ where: { id: subscriptionId }, data: { enabled: true } });
    expect(await publish(cause)).toMatchObject({ status: "delivered" });
  });

  test("is disabled even when the hub stops right as it trips", async () => {
    await updateSettings(systemActor, { hopLimit: 64, loopBreakerCount: 1 });
    const subscriptionId = await insertSubscription(await insertPersona(), eventType);
    const outer = await publish();
    const inner = await publish(await executionOf(outer.id));
    const { id } = await publishEvent(systemActor, {
      eventType,
      sourceType: "test",
      causedByExecutionId: await executionOf(inner.id),
    });
    await whileRefused("subscription", "true", () => matchEvent(id));
    await matchEvent(id);
    expect(await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).toMatchObject({
      enabled: false,
      disabledReason: expect.stringContaining(id),
    });
    expect((await notesOf(id)).map(({ action }) => action)).toContain("loop_guard_tripped");
  });

  test("long ago counts no more", async () => {
    await updateSettings(systemActor, { hopLimit: 64, loopBreakerCount: 1 });
    await insertSubscription(await insertPersona(), eventType);
    const outer = await publish();
    const inner = await publish(await executionOf(outer.id));
    await db.eventAudit.updateMany({
      where: { eventId: inner.id },
      data: { createdAt: new Date(Date.now() - 11 * 60_000) },
    });
    expect(await publish(await executionOf(inner.id))).toMatchObject({ status: "delivered" });
  });

  test("does not keep other personas from the event", async () => {
    await updateSettings(systemActor, { loopBreakerCount: 1 });
    const [looping, other] = [await insertPersona(), await insertPersona()];
    await insertSubscription(looping, eventType);
    const outer = await publish();
    const inner = await publish(await executionOf(outer.id));
    await insertSubscription(other, eventType);
    const last = await publish(await executionOf(inner.id));
    expect(last.status).toBe("delivered");
    expect(await db.execution.findMany({ where: { eventId: last.id } })).toMatchObject([
      { personaId: other },
    ]);
  });

  test("matched twenty times by events of others is no loop", async () => {
    await updateSettings(systemActor, { loopBreakerCount: 1 });
    const subscriptionId = await insertSubscription(await insertPersona(), eventType);
    for (let count = 0; count < 20; count++) expect((await publish()).status).toBe("delivered");
    expect(await db.subscription.findUniqueOrThrow({ where: { id: subscriptionId } })).toMatchObject({
      enabled: true,
    });
  });
});
