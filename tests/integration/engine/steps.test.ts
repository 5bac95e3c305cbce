import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, findFreePort, openEngine, post } from "./harness";

const port = await findFreePort();
const client = createClient(port);
const calls: string[] = [];
const attempts: Record<string, number[]> = {};

function note(name: string, attempt: number): void {
  const list = attempts[name] ?? [];
  list.push(attempt);
  attempts[name] = list;
}

const functions = [
  client.createFunction({ id: "chain", triggers: { event: "t/chain" } }, async ({ event, step }) => {
    const first = await step.run("first", () => {
      calls.push(`first ${event.id}`);
      return { n: 1 };
    });
    await step.sleep("nap", "1s");
    return step.run("second", () => {
      calls.push(`second ${event.id}`);
      return first.n + event.data.add;
    });
  }),
  client.createFunction({ id: "no-steps", triggers: { event: "t/no-steps" } }, () => undefined),
  client.createFunction({ id: "send", triggers: { event: "t/send" } }, async ({ step }) => {
    const sent = await step.sendEvent("tell", [
      { name: "t/sent", data: { n: 1 } },
      { name: "t/sent", data: { n: 2 } },
    ]);
    return sent.ids.length;
  }),
  client.createFunction({ id: "sent", triggers: { event: "t/sent" } }, ({ event }) => event.data.n),
  client.createFunction(
    { id: "flaky", retries: 4, triggers: { event: "t/flaky" } },
    async ({ step, attempt }) => {
      note("flaky-function", attempt);
      const value = await step.run("flaky", () => {
        note("flaky-step", attempt);
        if (attempt < 2) throw new Error("not yet");
        return "at last";
      });
      if (attempt < 1) throw new Error("once more");
      return value;
    },
  ),
  client.createFunction({ id: "caught", retries: 1, triggers: { event: "t/caught" } }, async ({ step }) => {
    try {
      await step.run("breaks", () => {
        note("caught", 0);
        throw new TypeError("broken");
      });
    } catch (error) {
      return step.run("mend", () => `mended ${(error as Error).message}`);
    }
  }),
  client.createFunction(
    {
      id: "fails",
      retries: 2,
      triggers: { event: "t/fails" },
      onFailure: async ({ event, error, step }) => {
        await step.run("note", () => calls.push(`failure of ${event.data.event.id}: ${error.message}`));
      },
    },
    async ({ attempt }) => {
      note("fails", attempt);
      throw new Error("for good");
    },
  ),
  client.createFunction({ id: "final", triggers: { event: "t/final" } }, async ({ step }) => {
    await step.run("final", () => {
      note("final", 0);
      throw new NonRetriableError("never");
    });
  }),
  client.createFunction({ id: "later", triggers: { event: "t/later" } }, async ({ attempt }) => {
    note("later", Date.now());
    if (attempt === 0) throw new RetryAfterError("later", "1s");
    return "done";
  }),
  client.createFunction({ id: "parallel", triggers: { event: "t/parallel" } }, async ({ step }) => {
    const values = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        step.run(`part ${n}`, async ({ attempt }: { attempt?: number } = {}) => {
          note(`part ${n}`, attempt ?? 0);
          if (n === 3 && (attempts["part 3"]?.length ?? 0) < 2) throw new Error("part 3 fails once");
          return n * 10;
        }),
      ),
    );
    const [slept] = await Promise.all([step.sleep("nap", 10), step.run("beside", () => note("beside", 0))]);
    const sum = await step.run("sum", () => {
      note("sum", 0);
      return values.reduce((total, value) => total + value, 0);
    });
    return [sum, slept ?? null];
  }),
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

describe("steps", () => {
  test("run once each, in order, and the result is kept", async () => {
    const { status, body } = await post(port, { id: "chain-1", name: "t/chain", data: { add: 41 } });
    expect(status).toBe(200);
    expect(body).toEqual({ ids: ["chain-1"], status: 200 });
    const [run] = await awaitRuns(database, "chain");
    expect(run).toMatchObject({ status: "completed", result: "42" });
    expect(calls.filter((call) => call.endsWith("chain-1"))).toEqual(["first chain-1", "second chain-1"]);
  });

  test("are not needed", async () => {
    await post(port, { name: "t/no-steps" });
    const [run] = await awaitRuns(database, "no-steps");
    expect(run).toMatchObject({ status: "completed", result: "null" });
  });

  test("send events that start other functions", async () => {
    await post(port, { name: "t/send" });
    const [run] = await awaitRuns(database, "send");
    expect(run).toMatchObject({ status: "completed", result: "2" });
    const sent = await awaitRuns(database, "sent", 2);
    expect(sent.map(({ result }) => result).sort()).toEqual(["1", "2"]);
  });

  test("in parallel: each once, a failing one again, the rest not", async () => {
    await post(port, { name: "t/parallel" });
    const [run] = await awaitRuns(database, "parallel");
    expect(run).toMatchObject({ status: "completed", result: "[150,null]" });
    expect(attempts["part 3"]).toHaveLength(2);
    for (const n of [1, 2, 4, 5]) expect(attempts[`part ${n}`]).toHaveLength(1);
    expect(attempts.sum).toHaveLength(1);
    expect(attempts.beside).toHaveLength(1);
  });
});

describe("failures", () => {
  test("of a step are tried again, and the count starts anew after it", async () => {
    await post(port, { name: "t/flaky" });
    const [run] = await awaitRuns(database, "flaky");
    expect(run).toMatchObject({ status: "completed", result: '"at last"' });
    expect(attempts["flaky-step"]).toEqual([0, 1, 2]);
    expect(attempts["flaky-function"]).toEqual([0, 1, 2, 0, 1]);
  });

  test("of a step that are final can be caught", async () => {
    await post(port, { name: "t/caught" });
    const [run] = await awaitRuns(database, "caught");
    expect(run).toMatchObject({ status: "completed", result: '"mended broken"' });
    expect(attempts.caught).toHaveLength(2);
  });

  test("for good call onFailure with the event and the error", async () => {
    await post(port, { id: "fails-1", name: "t/fails" });
    const [run] = await awaitRuns(database, "fails");
    expect(run?.status).toBe("failed");
    expect(JSON.parse(run?.result ?? "{}")).toMatchObject({ name: "Error", message: "for good" });
    expect(attempts.fails).toEqual([0, 1, 2]);
    await awaitRuns(database, "fails-failure");
    expect(calls.filter((call) => call.startsWith("failure"))).toEqual(["failure of fails-1: for good"]);
  });

  test("that say so are not tried again", async () => {
    await post(port, { name: "t/final" });
    const [run] = await awaitRuns(database, "final");
    expect(run?.status).toBe("failed");
    expect(attempts.final).toHaveLength(1);
  });

  test("with a time are tried again then", async () => {
    await post(port, { name: "t/later" });
    const [run] = await awaitRuns(database, "later");
    expect(run).toMatchObject({ status: "completed", result: '"done"' });
    const [first = 0, second = 0] = attempts.later ?? [];
    expect(second - first).toBeGreaterThanOrEqual(900);
  });
});
