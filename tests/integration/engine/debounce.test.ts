import { afterAll, beforeAll, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import { awaitRuns, createClient, eventually, findFreePort, openEngine, post, readRuns } from "./harness";

const port = await findFreePort();
const client = createClient(port);

const functions = [
  client.createFunction(
    { id: "quiet", debounce: { period: "10m", key: "event.data.key" }, triggers: { event: "q/quiet" } },
    ({ event }) => event.data.n,
  ),
  client.createFunction(
    { id: "patient", debounce: { period: "10m", timeout: "15m" }, triggers: { event: "q/patient" } },
    ({ event }) => event.data.n,
  ),
];

let offsetMs = 0;
const clock = () => Date.now() + offsetMs;
const pass = (minutes: number) => {
  offsetMs += minutes * 60_000;
};

let database: TestDatabase;
let engine: Engine;
const start = () => openEngine(database, client, functions, { port, clock });
const send = (name: string, data: object) => post(port, { id: JSON.stringify(data), name, data });

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await start();
});

afterAll(async () => {
  await engine.stop();
  await database.close();
});

test("events of one key within the quiet period start one run, with the last", async () => {
  await send("q/quiet", { key: "a", n: 1 });
  await post(port, [
    { name: "q/quiet", data: { key: "a", n: 2 } },
    { name: "q/quiet", data: { key: "b", n: 3 } },
    { name: "q/quiet", data: { key: "a", n: 4 } },
  ]);
  pass(9);
  await send("q/quiet", { key: "a", n: 5 });
  // A repeat says nothing new.
  await send("q/quiet", { key: "a", n: 1 });
  pass(2);
  expect(await awaitRuns(database, "quiet")).toMatchObject([{ status: "completed", result: "3" }]);
  pass(7);
  expect(await readRuns(database, "quiet")).toHaveLength(2);
  pass(2);
  const runs = await awaitRuns(database, "quiet", 2);
  expect(runs.map(({ result }) => result).sort()).toEqual(["3", "5"]);
});

test("the next event after that gathers anew", async () => {
  await send("q/quiet", { key: "a", n: 6 });
  pass(11);
  expect((await awaitRuns(database, "quiet", 3)).map(({ result }) => result)).toContain("6");
});

test("a restart keeps what is gathered and its time", async () => {
  await send("q/quiet", { key: "a", n: 7 });
  pass(5);
  await engine.stop();
  engine = await start();
  await send("q/quiet", { key: "a", n: 8 });
  pass(6);
  await engine.stop();
  engine = await start();
  expect((await readRuns(database, "quiet")).filter(({ status }) => status === "active")).toHaveLength(1);
  pass(5);
  const runs = await awaitRuns(database, "quiet", 4);
  expect(runs.at(-1)).toMatchObject({ status: "completed", result: "8" });
});

test("with a timeout it starts although events go on", async () => {
  for (const n of [1, 2, 3]) {
    await send("q/patient", { n });
    pass(6);
  }
  await eventually(async () =>
    (await readRuns(database, "patient")).some(({ status }) => status === "completed"),
  );
  expect(await readRuns(database, "patient")).toMatchObject([{ result: "3" }]);
});
