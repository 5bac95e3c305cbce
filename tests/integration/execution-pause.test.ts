import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { db } from "@/server/db";
import { claimExecution, endExecution, wakeWaiting } from "@/server/executions/claim";
import { readPlaces } from "@/server/executions/line";
import { pauseExecution } from "@/server/executions/pause";
import { resumeExecution, sweepWaiting } from "@/server/executions/resume";
import { requestReview } from "@/server/reviews/request";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

async function insertExecution(personaId: string, fields: { waitingFor?: string; calledAt?: Date } = {}) {
  const id = createId("execution");
  await db.execution.create({ data: { id, personaId, personaName: "Pause", timeoutMs: 60_000, ...fields } });
  return id;
}
const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const ask = (executionId: string, key: string) =>
  requestReview({
    key,
    kind: "tool_call",
    executionId,
    personaId: "any",
    personaName: "Pause",
    title: "May it?",
    isBlocking: true,
  });
const answer = (id: string) =>
  db.review.update({ where: { id }, data: { status: "approved", decision: "approve" } });

describe("an execution that waits for a review", () => {
  test("gives its place to the next, keeps when it began, and is called first once all are answered", async () => {
    const personaId = await insertPersona({ maxConcurrent: 1 });
    const [asking, next, last] = [
      await insertExecution(personaId),
      await insertExecution(personaId),
      await insertExecution(personaId),
    ];
    expect(await claimExecution(asking, "run-1")).toBe("claimed");
    expect(await claimExecution(next, "run-2")).toBe("waiting");
    expect(await claimExecution(last, "run-3")).toBe("waiting");
    await db.execution.update({
      where: { id: asking },
      data: { startedAt: new Date(Date.now() - 5_000), calledAt: new Date(Date.now() - 6_000) },
    });
    const { startedAt } = await read(asking);
    const [one, two] = [await ask(asking, `${asking}/1`), await ask(asking, `${asking}/2`)];
    expect(await pauseExecution(asking, "run-1", "review")).toBe("waiting");

    const paused = await read(asking);
    expect(paused).toMatchObject({ status: "queued", waitingFor: "review", calledAt: null, claimedBy: null });
    expect(paused.usedMs).toBeGreaterThanOrEqual(5_000);
    expect(paused.usedMs).toBeLessThan(15_000);
    expect(await claimExecution(next, "run-2")).toBe("claimed");
    const places = await readPlaces([await read(asking), await read(last)]);
    expect(places.get(asking)).toBeUndefined();
    expect(places.get(last)).toEqual({ position: 1, runningCount: 1, placeCount: 1 });
    // Neither the sweep nor a request that comes late wakes it.
    await wakeWaiting(personaId);
    expect(await claimExecution(asking, "run-late")).toBe("waiting");
    expect(await read(asking)).toMatchObject({ waitingFor: "review" });

    await answer(one.id);
    expect(await resumeExecution(asking)).toBe(false);
    await answer(two.id);
    expect(await resumeExecution(asking)).toBe(true);
    expect(await resumeExecution(asking)).toBe(false);
    expect(await read(asking)).toMatchObject({ status: "queued", waitingFor: "capacity" });
    await services.takeFacts();
    await endExecution(next, { status: "completed" });
    expect((await services.takeFacts()).map(({ data }) => data)).toEqual([{ executionId: asking }]);
    expect(await claimExecution(asking, "run-4")).toBe("claimed");
    expect((await read(asking)).startedAt).toEqual(startedAt);
    await endExecution(asking, { status: "completed" });
    const { durationMs, usedMs } = await read(asking);
    expect(durationMs).toBeGreaterThanOrEqual(usedMs);
    expect(durationMs).toBeLessThan(usedMs + 5_000);
  });

  test("goes on at once when it was answered before it could wait", async () => {
    const personaId = await insertPersona();
    const id = await insertExecution(personaId);
    await claimExecution(id, "run-1");
    const review = await ask(id, `${id}/1`);
    await answer(review.id);
    expect(await pauseExecution(id, "run-1", "review")).toBe("answered");
    expect(await read(id)).toMatchObject({ status: "running", claimedBy: "run-1" });
  });

  test("is left alone by a run that does not carry it out", async () => {
    const personaId = await insertPersona();
    const id = await insertExecution(personaId);
    await claimExecution(id, "run-1");
    await ask(id, `${id}/1`);
    expect(await pauseExecution(id, "run-2", "review")).toBe("ended");
    await endExecution(id, { status: "cancelled" });
    expect(await pauseExecution(id, "run-1", "review")).toBe("ended");
    expect(await read(id)).toMatchObject({ status: "cancelled" });
  });

  test("is taken up by the sweep when its answer was lost", async () => {
    const personaId = await insertPersona();
    const [lost, asking] = [await insertExecution(personaId), await insertExecution(personaId)];
    for (const id of [lost, asking]) {
      await claimExecution(id, `run-${id}`);
      await ask(id, `${id}/1`);
      await pauseExecution(id, `run-${id}`, "review");
    }
    await db.review.updateMany({ where: { executionId: lost }, data: { status: "rejected" } });
    expect(await sweepWaiting()).toBe(1);
    expect(await read(lost)).toMatchObject({ waitingFor: null });
    expect(await read(asking)).toMatchObject({ waitingFor: "review" });
  });

  test("ends at once when it is cancelled, with the time that it ran as its duration", async () => {
    const personaId = await insertPersona();
    const id = await insertExecution(personaId);
    await claimExecution(id, "run-1");
    await ask(id, `${id}/1`);
    await pauseExecution(id, "run-1", "review");
    await db.execution.update({ where: { id }, data: { usedMs: 1_234, startedAt: new Date(0) } });
    await endExecution(id, { status: "cancelled" });
    expect(await read(id)).toMatchObject({ status: "cancelled", durationMs: 1_234 });
  });
});

test("one that waits for a worker keeps its place and is not asked for again", async () => {
  const personaId = await insertPersona({ maxConcurrent: 1 });
  const before = new Date(Date.now() - 60_000);
  const id = await insertExecution(personaId, { waitingFor: "worker", calledAt: before });
  const next = await insertExecution(personaId);
  await services.takeFacts();
  expect(await wakeWaiting(personaId, 1_000)).toBe(0);
  expect(await claimExecution(id, "run-1")).toBe("waiting");
  expect(await claimExecution(next, "run-2")).toBe("waiting");
  expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "worker", calledAt: before });
});
