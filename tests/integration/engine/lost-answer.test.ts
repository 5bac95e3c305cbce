import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { type CuttingProxy, openCuttingProxy } from "./cutting-proxy";
import { connect, openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, eventually, findFreePort, openEngine, post, readRuns } from "./harness";

const port = await findFreePort();
const client = createClient(port);
const carriedOut: string[] = [];

const double = client.createFunction({ id: "double", triggers: { event: "l/double" } }, ({ event }) => {
  carriedOut.push(`double ${event.data.n}`);
  return event.data.n * 2;
});

const functions = [
  double,
  client.createFunction({ id: "walk", triggers: { event: "l/walk" } }, async ({ step }) => {
    for (const n of [1, 2, 3]) await step.run(`step ${n}`, () => void carriedOut.push(`step ${n}`));
  }),
  client.createFunction({ id: "invoke", triggers: { event: "l/invoke" } }, ({ step }) =>
    step.invoke("double it", { function: double, data: { n: 21 } }),
  ),
  client.createFunction(
    { id: "wait", cancelOn: [{ event: "l/stop", match: "data.id" }], triggers: { event: "l/wait" } },
    async ({ step }) => {
      const reply = await step.waitForEvent("reply", { event: "l/reply", match: "data.id", timeout: "1h" });
      return reply?.data.text ?? null;
    },
  ),
  client.createFunction(
    { id: "once", idempotency: "event.data.order", triggers: { event: "l/once" } },
    ({ event }) => void carriedOut.push(`once ${event.data.order}`),
  ),
  client.createFunction(
    {
      id: "fails",
      retries: 0,
      triggers: { event: "l/fails" },
      onFailure: () => void carriedOut.push("told of the failure"),
    },
    () => {
      throw new Error("for good");
    },
  ),
];

/** What only the statement in question holds. */
const writes = { event: "event_rows AS", step: "step_rows AS", end: "patch_rows AS" };

let database: TestDatabase;
let proxy: CuttingProxy;
let engine: Engine;

beforeAll(async () => {
  database = await openTestDatabase();
  proxy = await openCuttingProxy(database.url);
  engine = await openEngine({ db: connect(proxy.url) }, client, functions, { port });
}, 60_000);

beforeEach(() => {
  carriedOut.length = 0;
});

// A run that is in the database but not in memory would stay active until the next start.
afterEach(async () => {
  const countActive = () => database.db.engineRun.count({ where: { status: "active" } });
  await eventually(async () => (await countActive()) === 0);
});

afterAll(async () => {
  await engine.stop();
  proxy.close();
  await database.close();
});

describe("an event whose write got no answer", () => {
  test("starts its runs, each once", async () => {
    const cut = proxy.cutAnswerTo(writes.event);
    const { status } = await post(port, { id: "double-1", name: "l/double", data: { n: 1 } });
    await cut;
    expect(status).toBe(200);
    expect(await awaitRuns(database, "double")).toMatchObject([{ status: "completed", result: "2" }]);
    expect(carriedOut).toEqual(["double 1"]);
  });

  test("starts nothing when it was a repeat", async () => {
    const received = { id: "double-2", name: "l/double", payload: "{}", receivedAt: new Date() };
    await database.db.engineEvent.create({ data: received });
    const cut = proxy.cutAnswerTo(writes.event);
    const events = [2, 3].map((n) => ({ id: `double-${n}`, name: "l/double", data: { n } }));
    expect((await post(port, events)).status).toBe(200);
    await cut;
    await eventually(() => carriedOut.includes("double 3"));
    expect(carriedOut).toEqual(["double 3"]);
  });

  test("starts nothing when its idempotency key has run", async () => {
    const send = (id: string) => post(port, { id, name: "l/once", data: { order: 7 } });
    await send("once-1");
    await awaitRuns(database, "once");
    const cut = proxy.cutAnswerTo(writes.event);
    await send("once-2");
    await cut;
    expect(await readRuns(database, "once")).toHaveLength(1);
    expect(carriedOut).toEqual(["once 7"]);
  });

  test("ends the step that waits for it", async () => {
    await startWaiting(1);
    const cut = proxy.cutAnswerTo(writes.event);
    await post(port, { name: "l/reply", data: { id: 1, text: "here" } });
    await cut;
    expect(await awaitRuns(database, "wait")).toMatchObject([{ status: "completed", result: '"here"' }]);
  });

  test("cancels the run it is to cancel", async () => {
    await startWaiting(2);
    const cut = proxy.cutAnswerTo(writes.event);
    await post(port, { name: "l/stop", data: { id: 2 } });
    await cut;
    const [, run] = await awaitRuns(database, "wait", 2);
    expect(run?.status).toBe("cancelled");
    await eventually(async () => (await readHealth()).activeRuns === 0);
  });
});

describe("what a run writes, without an answer", () => {
  test("repeats no step", async () => {
    const cut = proxy.cutAnswerTo(writes.step);
    await post(port, { name: "l/walk" });
    await cut;
    expect(await awaitRuns(database, "walk")).toMatchObject([{ status: "completed" }]);
    expect(carriedOut).toEqual(["step 1", "step 2", "step 3"]);
  });

  test("ends it once", async () => {
    const cut = proxy.cutAnswerTo(writes.end);
    await post(port, { name: "l/walk" });
    await cut;
    await awaitRuns(database, "walk", 2);
    await eventually(async () => (await readHealth()).activeRuns === 0);
    expect(carriedOut).toEqual(["step 1", "step 2", "step 3"]);
  });

  test("starts the function it invokes and takes its answer", async () => {
    const cut = proxy.cutAnswerTo(writes.step);
    await post(port, { name: "l/invoke" });
    await cut;
    expect(await awaitRuns(database, "invoke")).toMatchObject([{ status: "completed", result: "42" }]);
    expect(carriedOut).toEqual(["double 21"]);
  });

  test("tells of its failure once", async () => {
    const cut = proxy.cutAnswerTo(writes.end);
    await post(port, { name: "l/fails" });
    await cut;
    await awaitRuns(database, "fails-failure");
    expect(await awaitRuns(database, "fails")).toMatchObject([{ status: "failed" }]);
    expect(carriedOut).toEqual(["told of the failure"]);
  });
});

test("a claim of the lease without an answer is still the one claim", async () => {
  await engine.stop();
  const tokenBefore = await readToken();
  const cut = proxy.cutAnswerTo("INSERT INTO engine_lease");
  engine = await openEngine({ db: connect(proxy.url) }, client, functions, { port });
  await cut;
  expect(await readToken()).toBe(tokenBefore + 1);
});

/** A run that listens for its reply. */
async function startWaiting(id: number): Promise<void> {
  await post(port, { id: `wait-${id}`, name: "l/wait", data: { id } });
  await eventually(() => database.db.engineStep.count({ where: { state: "waiting", kind: "event" } }));
}

async function readToken(): Promise<number> {
  return (await database.db.engineLease.findUniqueOrThrow({ where: { name: "engine" } })).token;
}

async function readHealth(): Promise<Record<string, unknown>> {
  return (await fetch(`http://127.0.0.1:${port}/health`)).json() as Promise<Record<string, unknown>>;
}
