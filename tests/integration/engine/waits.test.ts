import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { purge } from "@/inngest/embedded/purge";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, eventually, findFreePort, openEngine, post, readRuns } from "./harness";

const port = await findFreePort();
const client = createClient(port);
const counts = { double: 0, once: 0, cancelled: 0 };

const double = client.createFunction(
  { id: "double", retries: 0, triggers: { event: "w/double" } },
  ({ event }) => {
    counts.double++;
    if (event.data.n < 0) throw new Error("too small");
    return event.data.n * 2;
  },
);

const functions = [
  double,
  client.createFunction({ id: "match", triggers: { event: "w/match" } }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", { event: "w/answer", match: "data.id", timeout: "1h" });
    return answer?.data.text ?? null;
  }),
  client.createFunction({ id: "if", triggers: { event: "w/if" } }, async ({ step }) => {
    const answer = await step.waitForEvent("answer", {
      event: "w/answer",
      if: "event.data.id == async.data.id && async.data.kind == 'final'",
      timeout: "1h",
    });
    return answer?.data.text ?? null;
  }),
  client.createFunction({ id: "timeout", triggers: { event: "w/timeout" } }, async ({ step }) =>
    step.waitForEvent("never", { event: "w/never", timeout: "1s" }),
  ),
  client.createFunction(
    { id: "unsupported", retries: 0, triggers: { event: "w/unsupported" } },
    async ({ step }) => {
      try {
        await step.waitForEvent("odd", { event: "w/never", if: "async.data.n > 3", timeout: "1h" });
      } catch (error) {
        return (error as Error).message;
      }
    },
  ),
  client.createFunction(
    { id: "invoke", retries: 0, triggers: { event: "w/invoke" } },
    async ({ event, step }) => {
      const value = await step.invoke("double it", { function: double, data: { n: event.data.n } });
      return { value };
    },
  ),
  client.createFunction(
    { id: "once", idempotency: "event.data.order", triggers: { event: "w/once" } },
    () => ++counts.once,
  ),
  client.createFunction(
    { id: "cancel", cancelOn: [{ event: "w/stop", match: "data.id" }], triggers: { event: "w/cancel" } },
    async ({ step }) => {
      await step.sleep("long", "1h");
      counts.cancelled++;
    },
  ),
  client.createFunction({ id: "race", triggers: { event: "w/race" } }, async ({ step, group }) => {
    const first = await group.parallel({ mode: "race" }, () =>
      Promise.race([step.sleep("slow", "3s").then(() => "slow"), step.run("fast", () => "fast")]),
    );
    return step.run("after", () => first);
  }),
  client.createFunction(
    { id: "only-red", triggers: { event: "w/colour", if: "event.data.colour == 'red'" } },
    ({ event }) => event.data.colour,
  ),
];

let database: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await openEngine(database, client, functions, { port });
});

afterAll(async () => {
  await engine.stop();
  await database.close();
});

function awaitWaiting(functionId: string, count = 1): Promise<boolean> {
  return eventually(async () => {
    const runs = await readRuns(database, functionId);
    const where = { runId: { in: runs.map(({ id }) => id) }, state: "waiting" };
    return (await database.db.engineStep.count({ where })) >= count;
  });
}

describe("waitForEvent", () => {
  test("takes the event whose field is the same, and that run only", async () => {
    await post(port, [
      { name: "w/match", data: { id: 7 } },
      { name: "w/match", data: { id: 8 } },
    ]);
    await awaitWaiting("match", 2);
    await post(port, { name: "w/answer", data: { id: 9, text: "nine" } });
    await post(port, { name: "w/answer", data: { id: 7, text: "seven" } });
    const [seven] = await awaitRuns(database, "match");
    expect(seven).toMatchObject({ status: "completed", result: '"seven"' });
    await post(port, { name: "w/answer", data: { id: 8, text: "eight" } });
    const results = (await awaitRuns(database, "match", 2)).map(({ result }) => result);
    expect(results.sort()).toEqual(['"eight"', '"seven"']);
  });

  test("takes the first of two that arrive together", async () => {
    await post(port, { name: "w/match", data: { id: 70 } });
    await eventually(async () => (await readRuns(database, "match")).length === 3);
    await awaitWaiting("match", 1);
    await post(port, [
      { name: "w/answer", data: { id: 70, text: "first" } },
      { name: "w/answer", data: { id: 70, text: "second" } },
    ]);
    const runs = await awaitRuns(database, "match", 3);
    expect(runs.map(({ result }) => result)).toContain('"first"');
  });

  test("heeds an expression of equalities", async () => {
    await post(port, { name: "w/if", data: { id: 1 } });
    await awaitWaiting("if");
    await post(port, { name: "w/answer", data: { id: 1, kind: "draft", text: "no" } });
    await post(port, { name: "w/answer", data: { id: 1, kind: "final", text: "yes" } });
    const [run] = await awaitRuns(database, "if");
    expect(run).toMatchObject({ status: "completed", result: '"yes"' });
  });

  test("gives null when the time is over", async () => {
    await post(port, { name: "w/timeout" });
    const [run] = await awaitRuns(database, "timeout");
    expect(run).toMatchObject({ status: "completed", result: "null" });
  });

  test("fails by name on an expression that is not supported", async () => {
    await post(port, { name: "w/unsupported" });
    const [run] = await awaitRuns(database, "unsupported");
    expect(run?.result).toContain("async.data.n > 3");
  });
});

describe("invoke", () => {
  test("gives what the function returned", async () => {
    await post(port, { name: "w/invoke", data: { n: 21 } });
    const [run] = await awaitRuns(database, "invoke");
    expect(run).toMatchObject({ status: "completed", result: '{"value":42}' });
  });

  test("throws what the function threw", async () => {
    await post(port, { name: "w/invoke", data: { n: -1 } });
    const [, run] = await awaitRuns(database, "invoke", 2);
    expect(run?.status).toBe("failed");
    expect(run?.result).toContain("too small");
  });
});

describe("what an event starts and ends", () => {
  test("an idempotency key runs once", async () => {
    await post(port, { name: "w/once", data: { order: 1 } });
    await post(port, { name: "w/once", data: { order: 1 } });
    await post(port, [
      { name: "w/once", data: { order: 2 } },
      { name: "w/once", data: { order: 2 } },
    ]);
    await awaitRuns(database, "once", 2);
    expect(counts.once).toBe(2);
    expect(await readRuns(database, "once")).toHaveLength(2);
  });

  test("cancelOn ends the run that matches", async () => {
    await post(port, [
      { name: "w/cancel", data: { id: 1 } },
      { name: "w/cancel", data: { id: 2 } },
    ]);
    await awaitWaiting("cancel", 2);
    await post(port, { name: "w/stop", data: { id: 2 } });
    const ended = await awaitRuns(database, "cancel");
    expect(ended).toMatchObject([{ status: "cancelled" }]);
    expect((await readRuns(database, "cancel")).filter(({ status }) => status === "active")).toHaveLength(1);
    expect(counts.cancelled).toBe(0);
  });

  test("a race goes on with the first that ends", async () => {
    await post(port, { name: "w/race" });
    const [run] = await awaitRuns(database, "race");
    expect(run?.result).toBe('"fast"');
    // The SDK reports a run as completed only after the loser has ended too.
    const steps = await database.db.engineStep.findMany({
      where: { runId: run?.id ?? "" },
      orderBy: { seq: "asc" },
    });
    expect(steps.map(({ name }) => name)).toEqual(["fast", "after", "slow"]);
  });

  test("a trigger's condition holds back other events", async () => {
    await post(port, [
      { name: "w/colour", data: { colour: "blue" } },
      { name: "w/colour", data: { colour: "red" } },
    ]);
    const runs = await awaitRuns(database, "only-red");
    expect(runs).toMatchObject([{ status: "completed", result: '"red"' }]);
    expect(await readRuns(database, "only-red")).toHaveLength(1);
  });
});

describe("retention", () => {
  test("removes ended runs after three days, events after one, and nothing that a run still needs", async () => {
    const { db } = database;
    const hours = (count: number) => Date.now() + count * 3_600_000;
    const active = await db.engineRun.findMany({ where: { status: "active" } });
    expect(active).toHaveLength(1);

    await purge(db, hours(23), () => true);
    expect(await db.engineEvent.count()).toBeGreaterThan(10);
    expect(await db.engineRun.count({ where: { idempotencyKey: { not: null } } })).toBe(2);

    await purge(db, hours(25), () => true);
    expect(await db.engineEvent.findMany({ select: { id: true } })).toEqual([{ id: active[0]?.eventId }]);
    expect(await db.engineRun.count()).toBeGreaterThan(10);
    expect(await db.engineRun.count({ where: { idempotencyKey: { not: null } } })).toBe(0);

    await purge(db, hours(73), () => true);
    expect(await db.engineRun.findMany({ select: { id: true } })).toEqual([{ id: active[0]?.id }]);
    expect(await db.engineStep.findMany({ select: { runId: true } })).toEqual([{ runId: active[0]?.id }]);
  });
});
