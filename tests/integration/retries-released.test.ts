import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import { followFailure, releaseRetry } from "@/server/events/retry";
import { getEvent, publishEvent } from "@/server/events/service";
import { endExecution } from "@/server/executions/claim";
import { uniqueWord } from "@/tests/factories/persona";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";
import { whileRefused } from "@/tests/support/while-refused";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

async function publishToListener() {
  const eventType = uniqueWord("type");
  const subscriptionId = await insertSubscription(await insertPersona(), eventType, { maxRetries: 2 });
  const { id } = await publishEvent(systemActor, { eventType, sourceType: "test" });
  await matchEvent(id);
  return { id, subscriptionId };
}

const lastOf = (eventId: string) =>
  db.execution.findFirstOrThrow({ where: { eventId }, orderBy: { attempt: "desc" } });

async function failLast(eventId: string): Promise<void> {
  const { id } = await lastOf(eventId);
  await endExecution(id, { status: "failed", errorMessage: "broke" });
  await followFailure(id);
}

async function releaseLast(eventId: string): Promise<string> {
  const { id, notBefore } = await lastOf(eventId);
  return releaseRetry(id, (notBefore?.getTime() ?? 0) + 1);
}

test("an engine whose clock is a second ahead releases an attempt at once, not when the sweep comes by", async () => {
  const { id } = await publishToListener();
  await failLast(id);
  const { id: attemptId, notBefore } = await lastOf(id);
  const dueAt = notBefore?.getTime() ?? 0;
  expect(await releaseRetry(attemptId, dueAt - 3_000)).toBe("not waiting");
  expect(await releaseRetry(attemptId, dueAt - 1_000)).toBe("released");
});

describe("an attempt that is dropped", () => {
  test("goes together with its event's burial, or not at all", async () => {
    const { id, subscriptionId } = await publishToListener();
    await failLast(id);
    await db.subscription.delete({ where: { id: subscriptionId } });
    await whileRefused("event", "NEW.status = 'dead_letter'", () => releaseLast(id));
    expect(await lastOf(id)).toMatchObject({ status: "queued", waitingFor: "retry" });
    expect(await releaseLast(id)).toBe("dropped");
    expect(await getEvent(systemActor, id)).toMatchObject({ status: "dead_letter" });
  });

  test("is told as the end that it is to whatever waits for a trigger's executions", async () => {
    const { id, subscriptionId } = await publishToListener();
    await db.execution.updateMany({ where: { eventId: id }, data: { triggerId: "trg_any" } });
    await failLast(id);
    await db.subscription.delete({ where: { id: subscriptionId } });
    await services.takeFacts();
    expect(await releaseLast(id)).toBe("dropped");
    const dropped = await lastOf(id);
    expect(dropped).toMatchObject({ status: "cancelled", triggerId: "trg_any" });
    expect((await services.takeFacts()).filter(({ name }) => name === "hub/execution.ended")).toMatchObject([
      { data: { executionId: dropped?.id } },
    ]);
  });
});
