import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { updateSettings } from "@/server/settings/service";
import { fireDue } from "@/server/triggers/fire";
import type { TriggerCreate } from "@/server/triggers/schema";
import { readTrigger, updateTrigger } from "@/server/triggers/service";
import { releaseWaiting, settleFire } from "@/server/triggers/settle";
import { sweepTriggers } from "@/server/triggers/sweep";
import { armingOf, eventsOf, firesOf, makeTrigger, startAll } from "@/tests/factories/trigger-service";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
beforeEach(() => services.takeFacts());

const minute = 60_000;

/** Fires what stands next, `lateMs` after its time. */
async function fireNext(id: string, lateMs = 5) {
  const arming = await armingOf(id);
  return { arming, outcome: await fireDue(arming, arming.dueAt.getTime() + lateMs) };
}

describe("a planned time", () => {
  test("fires once, with its event, its facts and the next arming, however often it is told", async () => {
    const { id } = await makeTrigger({ config: { cron: "every 1m", event_type: "tick", payload: "plain" } });
    await services.takeFacts();
    const arming = await armingOf(id);
    const outcomes = await Promise.all([1, 2, 3].map(() => fireDue(arming, arming.dueAt.getTime() + 3)));
    expect(outcomes).toContain("fired");
    expect(await fireDue(arming, arming.dueAt.getTime() + 90)).toBe("void");
    const [fire, ...others] = await firesOf(id);
    expect(others).toEqual([]);
    expect(fire).toMatchObject({
      cause: "schedule",
      status: "fired",
      fireKey: arming.dueAt.toISOString(),
      scheduledAt: arming.dueAt,
    });
    expect(await eventsOf(id)).toMatchObject([
      { id: fire?.eventId, eventType: "tick", payload: "plain", sourceType: "trigger", sourceId: id },
    ]);
    const next = await readTrigger(id);
    expect(next.nextTriggerAt?.getTime()).toBe(arming.dueAt.getTime() + minute);
    const facts = (await services.takeFacts()).filter(
      ({ data }) => JSON.stringify(data).includes(id) || JSON.stringify(data).includes(fire?.eventId ?? "-"),
    );
    expect(facts.map(({ name }) => name).toSorted()).toEqual(["hub/event.received", "hub/trigger.armed"]);
  });

  test("is void for another generation, a paused or a deleted trigger", async () => {
    const { id } = await makeTrigger();
    const arming = await armingOf(id);
    await updateTrigger(systemActor, { id, name: "other" });
    expect(await fireDue(arming, arming.dueAt.getTime())).toBe("void");
    const renamed = await armingOf(id);
    expect(renamed).toMatchObject({ generation: arming.generation + 1, dueAt: arming.dueAt });
    await updateTrigger(systemActor, { id, enabled: false });
    expect(await fireDue(renamed, arming.dueAt.getTime())).toBe("void");
    expect(await fireDue({ ...arming, triggerId: "trg_none" })).toBe("void");
    expect(await firesOf(id)).toEqual([]);
  });

  test.each<[TriggerCreate["misfirePolicy"], string[]]>([
    ["skip", ["3 misfire skipped"]],
    ["latest", ["3 misfire fired"]],
    ["all", ["2 misfire fired", "3 misfire fired"]],
  ])("after an outage follows %s", async (misfirePolicy, expected) => {
    const { id } = await makeTrigger({ misfirePolicy, misfireLimit: 2, overlapPolicy: "allow" });
    const { arming } = await fireNext(id, 3 * minute + 30_000);
    const fires = await firesOf(id);
    const name = (at: Date | null) => ((at?.getTime() ?? 0) - arming.dueAt.getTime()) / minute;
    expect(fires.map(({ scheduledAt, cause, status }) => `${name(scheduledAt)} ${cause} ${status}`)).toEqual(
      expected,
    );
    expect((await readTrigger(id)).nextTriggerAt?.getTime()).toBe(arming.dueAt.getTime() + 4 * minute);
  });

  test("whose schedule can no longer be read degrades the trigger, is told once and stops", async () => {
    const { id } = await makeTrigger();
    await db.trigger.update({ where: { id }, data: { config: '{"cron":"none"}' } });
    await services.takeFacts();
    expect((await fireNext(id)).outcome).toBe("degraded");
    expect(await readTrigger(id)).toMatchObject({
      healthStatus: "degraded",
      healthMessage: expect.stringContaining("five fields"),
      nextTriggerAt: null,
    });
    expect(await services.takeFacts()).toMatchObject([
      { name: "hub/notice.raised", data: { type: "trigger.degraded", subjectId: id } },
    ]);
    await updateTrigger(systemActor, { id, config: '{"cron":"every 1h"}' });
    expect(await readTrigger(id)).toMatchObject({
      healthStatus: "healthy",
      healthMessage: null,
      nextTriggerAt: expect.any(Date),
    });
  });

  test("that lost its sleep is armed again by the sweep, and then fires", async () => {
    const { id } = await makeTrigger();
    const dueAt = new Date(Date.now() - 40_000);
    await db.trigger.update({ where: { id }, data: { nextTriggerAt: dueAt } });
    await services.takeFacts();
    await sweepTriggers();
    const [fact] = (await services.takeFacts()).filter(({ data }) => data.triggerId === id);
    expect(fact).toMatchObject({ name: "hub/trigger.armed", data: { dueAt: dueAt.toISOString() } });
    expect(await fireDue({ ...(await armingOf(id)), dueAt })).toBe("fired");
  });
});

test("after the workspace's zone was changed a cron without one of its own is planned anew by the sweep", async () => {
  const follows = await makeTrigger({ config: { cron: "0 9 * * *" } });
  const own = await makeTrigger({ config: { cron: "0 9 * * *", timezone: "Asia/Tokyo" } });
  await updateSettings(systemActor, { timeZone: "America/New_York" });
  await sweepTriggers();
  const moved = await readTrigger(follows.id);
  expect(moved.generation).toBe(follows.generation + 1);
  expect(moved.nextTriggerAt?.toISOString()).toMatch(/T1[34]:00:00.000Z$/);
  const armed = (await services.takeFacts()).findLast(({ data }) => data.triggerId === follows.id);
  expect(armed?.data).toMatchObject({
    generation: moved.generation,
    dueAt: moved.nextTriggerAt?.toISOString(),
  });
  expect(await readTrigger(own.id)).toMatchObject({
    generation: own.generation,
    nextTriggerAt: own.nextTriggerAt,
  });
  expect((await sweepTriggers()).moved).toBe(0);
  await updateSettings(systemActor, { timeZone: "UTC" });
});

test("what waits although nothing runs any more is found by the sweep", async () => {
  const { id } = await makeTrigger();
  await fireNext(id);
  const [execution] = await startAll(id);
  await fireNext(id);
  await endExecution(execution?.id ?? "", { status: "completed" });
  expect((await firesOf(id)).map(({ status }) => status)).toEqual(["fired", "waiting"]);
  await sweepTriggers();
  expect((await firesOf(id)).map(({ status }) => status)).toEqual(["fired", "fired"]);
});

describe("while what it fired before still runs", () => {
  test.each<[TriggerCreate["overlapPolicy"], string[], string]>([
    ["skip", ["fired", "skipped"], "queued"],
    ["allow", ["fired", "fired"], "queued"],
    ["cancel-previous", ["fired", "fired"], "cancelled"],
    ["queue", ["fired", "waiting"], "queued"],
  ])("%s", async (overlapPolicy, statuses, previous) => {
    const { id } = await makeTrigger({ overlapPolicy });
    await fireNext(id);
    const [first] = await startAll(id);
    await fireNext(id);
    expect((await firesOf(id)).map(({ status }) => status)).toEqual(statuses);
    expect(await db.execution.findUnique({ where: { id: first?.id ?? "" } })).toMatchObject({
      status: previous,
    });
  });

  test("those that wait fire one after the other as each ends, and an event not matched yet counts as running", async () => {
    const { id } = await makeTrigger({ overlapPolicy: "queue" });
    await fireNext(id);
    await fireNext(id);
    await fireNext(id);
    expect(await releaseWaiting(id)).toBe(false);
    const [first] = await startAll(id);
    await endExecution(first?.id ?? "", { status: "completed" });
    await Promise.all([settleFire(first?.id ?? ""), settleFire(first?.id ?? "")]);
    expect((await firesOf(id)).map(({ status }) => status)).toEqual(["completed", "fired", "waiting"]);
    const [, second] = await startAll(id);
    await endExecution(second?.id ?? "", { status: "failed", errorMessage: "broke" });
    await settleFire(second?.id ?? "");
    expect((await firesOf(id)).map(({ status, errorMessage }) => [status, errorMessage])).toEqual([
      ["completed", null],
      ["failed", "broke"],
      ["fired", null],
    ]);
    expect(await eventsOf(id)).toHaveLength(3);
  });

  test("no more than ten wait", async () => {
    const { id } = await makeTrigger({ overlapPolicy: "queue" });
    for (let times = 0; times < 13; times++) await fireNext(id);
    const counts = Map.groupBy(await firesOf(id), ({ status }) => status);
    expect([
      counts.get("fired")?.length,
      counts.get("waiting")?.length,
      counts.get("skipped")?.length,
    ]).toEqual([1, 10, 2]);
  });
});
