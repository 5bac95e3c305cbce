import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, eventually, findFreePort, openEngine, post, readRuns } from "./harness";

const port = await findFreePort();
const client = createClient(port);
const peaks: Record<string, number> = {};
const running: Record<string, number> = {};
const order: number[] = [];
let openGate = () => {};
const gate = new Promise<void>((resolve) => {
  openGate = resolve;
});

async function occupy(name: string, ms = 150): Promise<void> {
  running[name] = (running[name] ?? 0) + 1;
  peaks[name] = Math.max(peaks[name] ?? 0, running[name]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  running[name]--;
}

const functions = [
  client.createFunction(
    { id: "three", concurrency: 3, triggers: { event: "f/three" } },
    async ({ event, step }) => {
      await step.run("work", () => {
        order.push(event.data.n);
        return occupy("three");
      });
    },
  ),
  client.createFunction(
    { id: "keyed", concurrency: { limit: 1, key: "event.data.key" }, triggers: { event: "f/keyed" } },
    async ({ event, step }) => {
      await step.run("work", () => Promise.all([occupy("keyed"), occupy(`keyed ${event.data.key}`)]));
    },
  ),
  client.createFunction({ id: "long", triggers: { event: "f/long" } }, async ({ step }) => {
    await step.run("wait", () => {
      running.long = (running.long ?? 0) + 1;
      return gate;
    });
  }),
  client.createFunction({ id: "quick", triggers: { event: "f/quick" } }, ({ step }) =>
    step.run("go", () => 1),
  ),
];

let database: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await openEngine(database, client, functions, { port, capacity: 20 });
});

afterAll(async () => {
  openGate();
  await engine.stop();
  await database.close();
});

describe("concurrency", () => {
  test("never exceeds the limit, uses it, and serves in order", async () => {
    await post(
      port,
      Array.from({ length: 12 }, (_, n) => ({ name: "f/three", data: { n } })),
    );
    await awaitRuns(database, "three", 12);
    expect(peaks.three).toBe(3);
    expect(order.slice(0, 3).sort()).toEqual([0, 1, 2]);
  });

  test("counts per key", async () => {
    const keys = ["a", "b", "a", "b", "a", "b", "a", "b"];
    await post(
      port,
      keys.map((key) => ({ name: "f/keyed", data: { key } })),
    );
    await awaitRuns(database, "keyed", 8);
    expect(peaks.keyed).toBe(2);
    expect(peaks["keyed a"]).toBe(1);
    expect(peaks["keyed b"]).toBe(1);
  });

  test("long calls of one function leave room for the others", async () => {
    await post(
      port,
      Array.from({ length: 60 }, () => ({ name: "f/long" })),
    );
    await eventually(() => running.long === 10);
    await post(
      port,
      Array.from({ length: 30 }, () => ({ name: "f/quick" })),
    );
    await awaitRuns(database, "quick", 30);
    expect(running.long).toBe(10);
    const health = (await (await fetch(`http://127.0.0.1:${port}/health`)).json()) as Record<string, number>;
    expect(health).toMatchObject({ status: "ok", queueDepth: 50, activeRuns: 60 });
    expect(health.oldestQueuedMs).toBeGreaterThan(0);
    openGate();
    const runs = await awaitRuns(database, "long", 60);
    expect(runs.every(({ status }) => status === "completed")).toBe(true);
  });
});

describe("an event dated ahead", () => {
  test("starts its run only then", async () => {
    const due = Date.now() + 2000;
    await post(port, { id: "ahead", name: "f/quick", ts: due });
    const find = async () => (await database.db.engineRun.findMany({ where: { eventId: "ahead" } }))[0];
    const run = await eventually(async () => {
      const found = await find();
      return found?.status === "completed" ? found : null;
    });
    expect(run.endedAt?.getTime()).toBeGreaterThanOrEqual(due);
    expect(await readRuns(database, "quick")).toHaveLength(31);
  });
});
