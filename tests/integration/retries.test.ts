import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import { recordEvent } from "@/server/events/record";
import { followFailure, releaseRetry, sweepRetries } from "@/server/events/retry";
import { reviveEvent } from "@/server/events/revive";
import { auditEvent, getEvent } from "@/server/events/service";
import { claimExecution, endExecution } from "@/server/executions/claim";
import { cancelAllOf, cancelExecution } from "@/server/executions/service";
import { uniqueWord } from "@/tests/factories/persona";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
let eventType: string;
beforeEach(async () => {
  eventType = uniqueWord("type");
  await db.execution.deleteMany();
  await services.takeFacts();
});

const hourMs = 60 * 60_000;
const read = (eventId: string) => getEvent(systemActor, eventId);

async function publish(fields: { targetPersonaId?: string } = {}): Promise<string> {
  const { event } = await recordEvent({
    eventType,
    sourceType: "test",
    sourceId: null,
    targetPersonaId: null,
    payload: '{"a":1}',
    useCaseId: null,
    ...fields,
  });
  await matchEvent(event.id);
  return event.id;
}

/** The attempts of a persona at an event, in order. */
const attemptsOf = (eventId: string, personaId: string) =>
  db.execution.findMany({ where: { eventId, personaId }, orderBy: { attempt: "asc" } });

async function failLast(eventId: string, personaId: string): Promise<string> {
  const last = (await attemptsOf(eventId, personaId)).at(-1);
  if (!last) throw new Error("There is no attempt.");
  await endExecution(last.id, { status: "failed", errorMessage: "broke" });
  return last.id;
}

async function releaseLast(eventId: string, personaId: string): Promise<string> {
  const last = (await attemptsOf(eventId, personaId)).at(-1);
  return releaseRetry(last?.id ?? "", (last?.notBefore?.getTime() ?? 0) + 1);
}

async function makeListener(maxRetries = 2, retryBackoffMs = 10_000) {
  const personaId = await insertPersona();
  const subscriptionId = await insertSubscription(personaId, eventType, { maxRetries, retryBackoffMs });
  return { personaId, subscriptionId };
}

const factsNamed = async (name: string) =>
  (await services.takeFacts()).filter((fact) => fact.name === name).map(({ data }) => data);

describe("a failed execution of an event", () => {
  test("is followed by attempts with doubling waits, then its event goes to the dead letters", async () => {
    const { personaId, subscriptionId } = await makeListener(2);
    const id = await publish();
    const waits: number[] = [];
    for (const expected of [1, 2]) {
      const failedId = await failLast(id, personaId);
      const now = Date.now();
      expect(await followFailure(failedId, now)).toBe("scheduled");
      expect(await followFailure(failedId, now)).toBe("nothing to follow");
      const next = (await attemptsOf(id, personaId)).at(-1);
      expect(next).toMatchObject({
        attempt: expected,
        retryCount: expected,
        retryOfExecutionId: failedId,
        status: "queued",
        waitingFor: "retry",
        subscriptionId,
        inputData: '{"a":1}',
      });
      waits.push((next?.notBefore?.getTime() ?? 0) - now);
      expect(await read(id)).toMatchObject({
        status: "delivered",
        retryCount: expected,
        nextRetryAt: next?.notBefore?.toISOString(),
      });
      expect(await factsNamed("hub/retry.scheduled")).toEqual([
        { executionId: next?.id, dueAt: next?.notBefore?.toISOString() },
      ]);
      expect(await claimExecution(next?.id ?? "", "early")).toBe("waiting");
      expect(await releaseRetry(next?.id ?? "", now)).toBe("not waiting");
      expect(await releaseLast(id, personaId)).toBe("released");
      expect(await releaseLast(id, personaId)).toBe("not waiting");
      expect(await factsNamed("hub/execution.requested")).toEqual([{ executionId: next?.id }]);
      expect(await claimExecution(next?.id ?? "", `run ${expected}`)).toBe("claimed");
    }
    for (const [index, wait] of waits.entries()) {
      const planned = 10_000 * 2 ** index;
      expect(wait).toBeGreaterThanOrEqual(planned * 0.9);
      expect(wait).toBeLessThanOrEqual(planned * 1.1);
    }
    const last = await failLast(id, personaId);
    expect(await followFailure(last)).toBe("dead letter");
    expect(await followFailure(last)).toBe("buried before");
    expect(await attemptsOf(id, personaId)).toHaveLength(3);
    expect(await read(id)).toMatchObject({
      status: "dead_letter",
      errorMessage: "It failed, and so did all 2 retries.",
      retryCount: 2,
      nextRetryAt: null,
    });
    expect(await factsNamed("hub/notice.raised")).toEqual([{ type: "event.dead_letter", subjectId: id }]);
    const { audit } = await auditEvent(systemActor, id);
    expect(audit.map(({ action }) => action)).toEqual([
      "received",
      "subscriptions_evaluated",
      "dispatched",
      "retry_scheduled",
      "retried",
      "retry_scheduled",
      "retried",
      "moved_to_dead_letter",
    ]);
  });

  test("tells the engine of its end; one that completes tells nobody", async () => {
    const { personaId } = await makeListener();
    const failing = await publish();
    const fine = await publish();
    const failedId = await failLast(failing, personaId);
    const [good] = await attemptsOf(fine, personaId);
    await endExecution(good?.id ?? "", { status: "completed" });
    expect(await factsNamed("hub/execution.ended")).toEqual([{ executionId: failedId }]);
  });

  test("has retries of its own, whatever becomes of the event's other executions", async () => {
    const [one, two] = [await makeListener(1), await makeListener(3)];
    const id = await publish();
    await followFailure(await failLast(id, one.personaId));
    await followFailure(await failLast(id, two.personaId));
    await releaseLast(id, one.personaId);
    await followFailure(await failLast(id, one.personaId));
    expect(await read(id)).toMatchObject({ status: "dead_letter", retryCount: 2 });
    await releaseLast(id, two.personaId);
    expect(await followFailure(await failLast(id, two.personaId))).toBe("scheduled");
    expect(await attemptsOf(id, two.personaId)).toHaveLength(3);
    expect(await read(id)).toMatchObject({ status: "dead_letter", retryCount: 3 });
  });

  test("without a subscription or without retries is its event's end", async () => {
    const { personaId } = await makeListener(0);
    const none = await publish();
    expect(await followFailure(await failLast(none, personaId))).toBe("dead letter");
    const target = await insertPersona();
    const targeted = await publish({ targetPersonaId: target });
    expect(await followFailure(await failLast(targeted, target))).toBe("dead letter");
    expect(await attemptsOf(targeted, target)).toHaveLength(1);
  });

  test.each<[string, (listener: { personaId: string; subscriptionId: string }) => Promise<unknown>]>([
    [
      "its subscription is deleted",
      ({ subscriptionId }) => db.subscription.delete({ where: { id: subscriptionId } }),
    ],
    [
      "its subscription is disabled",
      ({ subscriptionId }) =>
        db.subscription.update({ where: { id: subscriptionId }, data: { enabled: false } }),
    ],
    [
      "its persona is disabled",
      ({ personaId }) => db.persona.update({ where: { id: personaId }, data: { enabled: false } }),
    ],
    ["its persona is deleted", ({ personaId }) => db.persona.delete({ where: { id: personaId } })],
  ])("is not tried again when %s, before or while it waits", async (_name, change) => {
    const listener = await makeListener();
    const [before, during] = [await publish(), await publish()];
    await followFailure(await failLast(during, listener.personaId));
    const failedId = await failLast(before, listener.personaId);
    await change(listener);
    expect(await followFailure(failedId)).toBe("dead letter");
    expect(await attemptsOf(before, listener.personaId)).toHaveLength(1);
    await services.takeFacts();
    expect(await releaseLast(during, listener.personaId)).toBe("dropped");
    expect(await factsNamed("hub/execution.requested")).toEqual([]);
    expect((await attemptsOf(during, listener.personaId)).at(-1)).toMatchObject({ status: "cancelled" });
    expect(await read(during)).toMatchObject({ status: "dead_letter", nextRetryAt: null });
  });

  test("that a person cancels is not tried again, while it runs or while it waits", async () => {
    const { personaId } = await makeListener();
    const id = await publish();
    await followFailure(await failLast(id, personaId));
    const waiting = (await attemptsOf(id, personaId)).at(-1);
    await cancelExecution(systemActor, waiting?.id ?? "");
    expect(await followFailure(waiting?.id ?? "")).toBe("nothing to follow");
    expect(await releaseLast(id, personaId)).toBe("not waiting");
    expect(await read(id)).toMatchObject({ status: "delivered", nextRetryAt: null });
    const other = await publish();
    await followFailure(await failLast(other, personaId));
    expect(await cancelAllOf(systemActor, personaId)).toBe(1);
    expect(await releaseLast(other, personaId)).toBe("not waiting");
  });
});

describe("what nobody woke", () => {
  test("is taken up by the sweep: attempts that are due, and failures that nobody followed", async () => {
    const { personaId } = await makeListener();
    const [asleep, unheard] = [await publish(), await publish()];
    await followFailure(await failLast(asleep, personaId));
    const failedId = await failLast(unheard, personaId);
    expect(await sweepRetries(10_000)).toBe(0);
    await services.takeFacts();
    expect(await sweepRetries(10_000, Date.now() + hourMs)).toBe(2);
    const due = (await attemptsOf(asleep, personaId)).at(-1);
    expect(due).toMatchObject({ status: "queued", waitingFor: null });
    expect((await attemptsOf(unheard, personaId)).at(-1)).toMatchObject({
      attempt: 1,
      retryOfExecutionId: failedId,
      waitingFor: "retry",
    });
    expect(await factsNamed("hub/execution.requested")).toEqual([{ executionId: due?.id }]);
  });
});

describe("an event that a person tries again", () => {
  test("gives those that failed a further attempt with all their retries, and leaves the others alone", async () => {
    const [failing, fine] = [await makeListener(1), await makeListener(1)];
    const id = await publish();
    const [good] = await attemptsOf(id, fine.personaId);
    await endExecution(good?.id ?? "", { status: "completed" });
    await followFailure(await failLast(id, failing.personaId));
    await releaseLast(id, failing.personaId);
    const last = await failLast(id, failing.personaId);
    await followFailure(last);
    await services.takeFacts();
    expect(await reviveEvent(systemActor, id)).toMatchObject({
      status: "pending",
      errorMessage: null,
      processedAt: null,
    });
    expect(await factsNamed("hub/event.received")).toEqual([{ eventId: id }]);
    expect(await matchEvent(id)).toBe("delivered");
    expect(await attemptsOf(id, fine.personaId)).toHaveLength(1);
    const attempts = await attemptsOf(id, failing.personaId);
    expect(attempts.map(({ attempt, retryCount }) => [attempt, retryCount])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(attempts.at(-1)).toMatchObject({ status: "queued", waitingFor: null, retryOfExecutionId: last });
    expect(await followFailure(await failLast(id, failing.personaId))).toBe("scheduled");
  });

  test("must have failed or be a dead letter", async () => {
    await makeListener();
    const delivered = await publish();
    await expect(reviveEvent(systemActor, delivered)).rejects.toMatchObject({ code: "conflict" });
    await expect(reviveEvent(systemActor, "evt_unknown")).rejects.toMatchObject({ code: "not_found" });
    expect(await read(delivered)).toMatchObject({ status: "delivered" });
  });
});
