import { createHash } from "node:crypto";
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
const carriedOut: string[] = [];
let isBroken = true;
let release = () => {};

const functions = [
  client.createFunction(
    {
      id: "nap",
      triggers: { event: "c/nap" },
      onFailure: () => void carriedOut.push("nap failed"),
    },
    async ({ step }) => {
      await step.sleep("long", "1h");
    },
  ),
  client.createFunction({ id: "work", triggers: { event: "c/work" } }, async ({ step }) => {
    await step.run("first", () => {
      carriedOut.push("first");
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await step.run("second", () => void carriedOut.push("second"));
  }),
  client.createFunction(
    { id: "broken", retries: 0, idempotency: "event.data.n", triggers: { event: "c/broken" } },
    ({ event }) => {
      if (isBroken) throw new Error("broken");
      return [event.id, event.data.n];
    },
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

async function ask(method: string, path: string, key: string | null = signingKey) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

describe("cancelling a run", () => {
  test("ends one that sleeps, without its onFailure, and its timer", async () => {
    await post(port, { name: "c/nap" });
    const run = await eventually(async () => (await readRuns(database, "nap"))[0]);
    await eventually(async () => (await ask("GET", "/v1/state")).body.timers === 1);
    expect(await ask("DELETE", `/v1/runs/${run.id}`)).toEqual({ status: 204, body: null });
    expect(await awaitRuns(database, "nap")).toMatchObject([{ status: "cancelled" }]);
    expect((await ask("GET", "/v1/state")).body).toMatchObject({ timers: 0, activeRuns: 0 });
    expect(await ask("DELETE", `/v1/runs/${run.id}`)).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining("cancelled") },
    });
    expect(await readRuns(database, "nap-failure")).toEqual([]);
  });

  test("lets the step under way end and starts no other", async () => {
    await post(port, { name: "c/work" });
    await eventually(() => carriedOut.includes("first"));
    const [run] = await readRuns(database, "work");
    expect((await ask("GET", "/v1/state")).body).toMatchObject({ activeRuns: 1, callsRunning: 1 });
    expect((await ask("DELETE", `/v1/runs/${run?.id}`)).status).toBe(204);
    release();
    await eventually(async () => (await ask("GET", "/v1/state")).body.callsRunning === 0);
    expect(await readRuns(database, "work")).toMatchObject([{ status: "cancelled" }]);
    expect(carriedOut).not.toContain("second");
  });
});

describe("retrying a run", () => {
  test("starts a new one with the same event, which its idempotency key does not hold back", async () => {
    await post(port, { id: "broken-1", name: "c/broken", data: { n: 7 } });
    const [failed] = await awaitRuns(database, "broken");
    expect(failed?.status).toBe("failed");
    isBroken = false;
    const { status, body } = await ask("POST", `/v1/runs/${failed?.id}/retry`);
    expect(status).toBe(201);
    const [, retried] = await awaitRuns(database, "broken", 2);
    expect(retried).toMatchObject({
      id: body.data.run_id,
      status: "completed",
      result: '["broken-1",7]',
    });
    expect((await ask("GET", `/v1/runs/${retried?.id}`)).body.data).toMatchObject({
      status: "Completed",
      output: ["broken-1", 7],
    });
    expect((await ask("GET", "/v1/events/broken-1/runs")).body.data).toMatchObject([
      { run_id: failed?.id, status: "Failed" },
    ]);
  });

  test("survives a restart of the engine at once", async () => {
    const [failed] = await readRuns(database, "broken");
    const { body } = await ask("POST", `/v1/runs/${failed?.id}/retry`);
    await engine.stop();
    engine = await openEngine(database, client, functions, { port });
    const runs = await awaitRuns(database, "broken", 3);
    expect(runs.at(-1)).toMatchObject({ id: body.data.run_id, status: "completed" });
  });

  test("is refused while the run goes on", async () => {
    await post(port, { name: "c/nap" });
    const run = await eventually(async () =>
      (await readRuns(database, "nap")).find(({ status }) => status === "active"),
    );
    expect((await ask("POST", `/v1/runs/${run.id}/retry`)).status).toBe(409);
    await ask("DELETE", `/v1/runs/${run.id}`);
  });
});

describe("the door", () => {
  test.each([
    ["DELETE", "/v1/runs/run_none", 404],
    ["POST", "/v1/runs/run_none/retry", 404],
    ["GET", "/v1/runs/run_none", 404],
    ["PATCH", "/v1/runs/run_none", 404],
  ])("answers %s %s with %i", async (method, path, status) => {
    expect(await ask(method, path)).toMatchObject({ status, body: { error: expect.any(String) } });
  });

  test("takes the signing key plain or as the SDK hashes it, and nothing else", async () => {
    const bytes = Buffer.from(signingKey.replace("signkey-test-", ""), "hex");
    const hashed = `signkey-test-${createHash("sha256").update(bytes).digest("hex")}`;
    expect((await ask("GET", "/v1/state", hashed)).status).toBe(200);
    for (const wrong of [null, "", `${signingKey}0`, "test-event-key-0001"]) {
      expect((await ask("GET", "/v1/state", wrong)).status).toBe(401);
      expect((await ask("DELETE", "/v1/runs/run_none", wrong)).status).toBe(401);
    }
  });
});
