import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import {
  awaitRuns,
  createClient,
  eventually,
  findFreePort,
  openEngine,
  post,
  readRuns,
  signingKey,
} from "./harness";

const port = await findFreePort();
const client = createClient(port);
const calls: Record<string, number> = {};
const carriedOut: string[] = [];
const missing: number[] = [];
const largest = 4 * 1024 * 1024;
const { promise: gate, resolve: release } = Promise.withResolvers<void>();

const count = (name: string) => {
  calls[name] = (calls[name] ?? 0) + 1;
};

const functions = [
  client.createFunction({ id: "chain", triggers: { event: "k/chain" } }, async ({ step, event, runId }) => {
    count(`chain ${event.data.steps}`);
    let sum = 0;
    for (let n = 0; n < event.data.steps; n++) {
      sum += await step.run(`step ${n}`, async () => {
        if (n % 50 === 1) {
          const durable = await database.db.engineStep.count({ where: { runId, state: "done" } });
          if (durable !== n) missing.push(n);
        }
        return 1;
      });
    }
    return sum;
  }),
  client.createFunction({ id: "large", triggers: { event: "k/large" } }, async ({ step }) => {
    const texts: string[] = [];
    for (const letter of ["a", "b", "c"]) {
      // As JSON it is two quotes longer.
      texts.push(await step.run(letter, () => letter.repeat(largest - 2)));
    }
    await step.sleep("nap", "1s");
    return step.run("join", () => texts.map((text) => `${text[0]}${text.length}`).join(" "));
  }),
  client.createFunction({ id: "too-large", triggers: { event: "k/too-large" } }, async ({ step }) => {
    try {
      await step.run("fetch it all", () => "x".repeat(largest - 1));
    } catch (error) {
      return step.run("report", () => (error as Error).message);
    }
    await step.run("after", () => void carriedOut.push("after"));
  }),
  client.createFunction({ id: "hangs", retries: 1, triggers: { event: "k/hangs" } }, async ({ attempt }) => {
    if (attempt === 0) await new Promise(() => undefined);
    return attempt;
  }),
  client.createFunction({ id: "long", triggers: { event: "k/long" } }, async ({ step }) => {
    for (let n = 0; n < 20; n++) {
      await step.run(`step ${n}`, async () => {
        carriedOut.push(`long ${n}`);
        await delay(100);
      });
    }
  }),
  client.createFunction({ id: "held", triggers: { event: "k/held" } }, async ({ step }) => {
    await step.run("hold", () => gate);
  }),
];

let database: TestDatabase;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await openEngine(database, client, functions, { port });
});

afterAll(async () => {
  release();
  await engine.stop();
  await database.close();
});

describe("consecutive steps", () => {
  test("need one call, and each is durable before the next one starts", async () => {
    await post(port, { name: "k/chain", data: { steps: 100 } });
    const [run] = await awaitRuns(database, "chain");
    expect(run).toMatchObject({ status: "completed", result: "100" });
    expect(calls["chain 100"]).toBe(1);
    expect(missing).toEqual([]);
    const steps = await database.db.engineStep.findMany({
      where: { runId: run?.id ?? "" },
      orderBy: { seq: "asc" },
      select: { name: true, seq: true },
    });
    expect(steps).toEqual(Array.from({ length: 100 }, (_, n) => ({ name: `step ${n}`, seq: n + 1 })));
  });

  test("may be a thousand", async () => {
    await post(port, { name: "k/chain", data: { steps: 1000 } });
    const [, run] = await awaitRuns(database, "chain", 2);
    expect(run).toMatchObject({ status: "completed", result: "1000" });
    expect(await database.db.engineStep.count({ where: { runId: run?.id ?? "" } })).toBe(1000);
  });

  test("end at the next one when the engine stops, and go on there when it starts again", async () => {
    await post(port, { name: "k/long" });
    await eventually(() => carriedOut.includes("long 2"));
    await engine.stop();
    const before = carriedOut.length;
    expect(before).toBeLessThan(20);
    engine = await openEngine(database, client, functions, { port });
    await awaitRuns(database, "long");
    const long = carriedOut.filter((step) => step.startsWith("long"));
    expect(long).toEqual(Array.from({ length: 20 }, (_, n) => `long ${n}`));
  });
});

describe("a large state", () => {
  test("of steps that return 4 MB each is fetched by the next call", async () => {
    await post(port, { name: "k/large" });
    const [run] = await awaitRuns(database, "large");
    const length = largest - 2;
    expect(run).toMatchObject({ status: "completed", result: `"a${length} b${length} c${length}"` });
  });

  test("of a step that returns more fails that step by name, and nothing runs on without it", async () => {
    await post(port, { name: "k/too-large" });
    const [run] = await awaitRuns(database, "too-large");
    expect(run?.status).toBe("completed");
    expect(run?.result).toMatch(/step \\"fetch it all\\" returned \d+ bytes .* 4194304 \(4 MB\) at most/);
    expect(carriedOut).not.toContain("after");
  });
});

describe("a call", () => {
  test("that another one has replaced can record nothing", async () => {
    await post(port, { name: "k/held" });
    const run = await eventually(async () => (await readRuns(database, "held"))[0]);
    const checkpoint = (key: string, qi: string) =>
      fetch(`http://127.0.0.1:${port}/v1/checkpoint/${run.id}/async`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ qi_id: qi, steps: [{ id: "x", op: "StepRun", data: 1 }] }),
      }).then(({ status }) => status);
    expect(await checkpoint(signingKey, "another")).toBe(409);
    expect(await checkpoint("wrong", "another")).toBe(401);
    expect(await database.db.engineStep.count({ where: { runId: run.id } })).toBe(0);
    release();
    await awaitRuns(database, "held");
  });

  test("that never ends gives its place back and is tried again", async () => {
    await engine.stop();
    engine = await openEngine(database, client, functions, { port, callLimitMs: 300 });
    await post(port, { name: "k/hangs" });
    expect(await awaitRuns(database, "hangs")).toMatchObject([{ status: "completed", result: "1" }]);
    expect(await (await fetch(`http://127.0.0.1:${port}/health`)).json()).toMatchObject({ activeRuns: 0 });
  });
});
