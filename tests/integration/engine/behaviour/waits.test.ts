import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../harness";
import { isReal, openSuite, patienceMs, type Suite } from "./suite";

const noted: string[] = [];
const note = (...words: unknown[]) => void noted.push(words.join(" "));
const notedOf = (word: string) => noted.filter((line) => line.startsWith(`${word} `));
const running: Record<string, number> = {};
const peaks: Record<string, number> = {};

async function occupy(name: string): Promise<void> {
  running[name] = (running[name] ?? 0) + 1;
  peaks[name] = Math.max(peaks[name] ?? 0, running[name]);
  await delay(300);
  running[name]--;
}

let suite: Suite;

beforeAll(async () => {
  suite = await openSuite("waits", (client, on) => {
    const double = client.createFunction(
      { id: "double", retries: 0, triggers: { event: on("double") } },
      ({ event }) => {
        if (event.data.n < 0) throw new Error("too small");
        return event.data.n * 2;
      },
    );
    return [
      double,
      client.createFunction({ id: "ask", triggers: { event: on("ask") } }, async ({ event, step }) => {
        await step.run("ready", () => note("ask", event.data.id));
        const answer = await step.waitForEvent("answer", {
          event: on("answer"),
          if: "event.data.id == async.data.id && async.data.kind == 'final'",
          timeout: "1h",
        });
        return answer?.data.text ?? null;
      }),
      client.createFunction({ id: "timeout", triggers: { event: on("timeout") } }, ({ step }) =>
        step.waitForEvent("never", { event: on("never"), match: "data.id", timeout: "1s" }),
      ),
      client.createFunction(
        { id: "invoke", retries: 0, triggers: { event: on("invoke") } },
        async ({ event, step }) => {
          const value = await step.invoke("double it", { function: double, data: { n: event.data.n } });
          return { value };
        },
      ),
      client.createFunction(
        { id: "once", idempotency: "event.data.order", triggers: { event: on("once") } },
        ({ event }) => note("once", event.data.order),
      ),
      client.createFunction(
        {
          id: "cancel",
          cancelOn: [{ event: on("stop"), match: "data.id" }],
          triggers: { event: on("cancel") },
        },
        async ({ event, step }) => {
          await step.run("ready", () => note("cancel", event.data.id));
          await step.sleep("nap", event.data.nap);
          await step.run("after", () => note("woken", event.data.id));
        },
      ),
      client.createFunction(
        { id: "red", triggers: { event: on("colour"), if: "event.data.colour == 'red'" } },
        ({ event }) => note("colour", event.data.colour),
      ),
      client.createFunction({ id: "two", concurrency: 2, triggers: { event: on("two") } }, async ({ step }) =>
        step.run("work", () => occupy("two")),
      ),
      client.createFunction(
        { id: "keyed", concurrency: { limit: 1, key: "event.data.key" }, triggers: { event: on("keyed") } },
        async ({ event, step }) =>
          step.run("work", () => Promise.all([occupy("keyed"), occupy(`keyed ${event.data.key}`)])),
      ),
      client.createFunction(
        { id: "quiet", debounce: { period: "2s", key: "event.data.key" }, triggers: { event: on("quiet") } },
        ({ event }) => note("quiet", event.data.key, event.data.n),
      ),
      client.createFunction(
        { id: "minutely", triggers: { cron: "TZ=Europe/Vienna * * * * *" } },
        ({ event }) => note("cron", new Date(event.ts ?? 0).getUTCSeconds()),
      ),
    ];
  });
});

afterAll(() => suite.stop());

async function run(name: string, data: Record<string, unknown>) {
  const [id = ""] = await suite.send([{ name, data }]);
  const [ended] = await suite.ended(id);
  return ended;
}

/** A wait is in force a moment after the step before it has ended. */
const settle = () => delay(isReal ? 2000 : 500);

describe("waitForEvent", () => {
  test("takes the event for which its condition holds, and that run only", async () => {
    const [seven = "", eight = ""] = await suite.send([
      { name: "ask", data: { id: 7 } },
      { name: "ask", data: { id: 8 } },
    ]);
    await eventually(() => notedOf("ask").length === 2, patienceMs);
    await settle();
    await suite.send([{ name: "answer", data: { id: 7, kind: "draft", text: "no" } }]);
    await suite.send([{ name: "answer", data: { id: 9, kind: "final", text: "no" } }]);
    await suite.send([{ name: "answer", data: { id: 7, kind: "final", text: "seven" } }]);
    expect(await suite.ended(seven)).toMatchObject([{ status: "Completed", output: "seven" }]);
    expect(await suite.runsOf(eight)).toMatchObject([{ status: "Running" }]);
    await suite.send([{ name: "answer", data: { id: 8, kind: "final", text: "eight" } }]);
    expect(await suite.ended(eight)).toMatchObject([{ status: "Completed", output: "eight" }]);
  });

  test("gives null when the time is over", async () => {
    expect(await run("timeout", { id: 1 })).toMatchObject({ status: "Completed", output: null });
  });
});

describe("invoke", () => {
  test("gives what the function returned, and throws what it threw", async () => {
    expect(await run("invoke", { n: 21 })).toMatchObject({ status: "Completed", output: { value: 42 } });
    expect(await run("invoke", { n: -1 })).toMatchObject({ status: "Failed" });
  });
});

describe("cancelling", () => {
  test("by an event ends the run that matches, and no other", async () => {
    const [gone = "", kept = ""] = await suite.send([
      { name: "cancel", data: { id: 1, nap: "1h" } },
      { name: "cancel", data: { id: 2, nap: "5s" } },
    ]);
    await eventually(() => notedOf("cancel").length === 2, patienceMs);
    await settle();
    await suite.send([{ name: "stop", data: { id: 1 } }]);
    expect(await suite.ended(gone)).toMatchObject([{ status: "Cancelled" }]);
    expect(await suite.ended(kept)).toMatchObject([{ status: "Completed" }]);
    expect(notedOf("woken")).toEqual(["woken 2"]);
  });

  test("over the API ends a run that sleeps", async () => {
    const [id = ""] = await suite.send([{ name: "cancel", data: { id: 3, nap: "1h" } }]);
    await eventually(() => notedOf("cancel").includes("cancel 3"), patienceMs);
    await settle();
    const [active] = await suite.runsOf(id);
    expect(await suite.cancel(active?.run_id ?? "")).toBeLessThan(300);
    expect(await suite.ended(id)).toMatchObject([{ status: "Cancelled" }]);
  });
});

describe("what an event starts", () => {
  test("once for an event's id and once for an idempotency key", async () => {
    const event = { id: `same-${Date.now()}`, name: "once", data: { order: "a" } };
    await suite.send([event]);
    await suite.send([event]);
    await suite.send([
      { name: "once", data: { order: "a" } },
      { name: "once", data: { order: "b" } },
    ]);
    await eventually(() => notedOf("once").length >= 2, patienceMs);
    await settle();
    expect(notedOf("once").sort()).toEqual(["once a", "once b"]);
  });

  test("only when the trigger's condition holds", async () => {
    await suite.send([{ name: "colour", data: { colour: "blue" } }]);
    await suite.send([{ name: "colour", data: { colour: "red" } }]);
    await eventually(() => notedOf("colour").length > 0, patienceMs);
    await settle();
    expect(notedOf("colour")).toEqual(["colour red"]);
  });

  test("the last of a burst when debounced, per key", async () => {
    for (const n of [1, 2, 3]) await suite.send([{ name: "quiet", data: { key: "a", n } }]);
    await suite.send([{ name: "quiet", data: { key: "b", n: 4 } }]);
    await eventually(() => notedOf("quiet").length >= 2, patienceMs);
    await settle();
    expect(notedOf("quiet").sort()).toEqual(["quiet a 3", "quiet b 4"]);
  });

  // A minute passes; how the embedded engine keeps time and zone is pinned with a clock of its own.
  test.runIf(isReal)("each minute by cron", async () => {
    await eventually(() => notedOf("cron").length > 0, patienceMs);
  });
});

describe("concurrency", () => {
  test("never exceeds the limit, nor the limit of a key", async () => {
    const keys = ["a", "b", "a", "b"];
    const ids = await suite.send([
      ...keys.map((key) => ({ name: "keyed", data: { key } })),
      ...keys.map(() => ({ name: "two" })),
    ]);
    for (const id of ids) expect(await suite.ended(id)).toMatchObject([{ status: "Completed" }]);
    expect(peaks).toEqual({ two: 2, keyed: 2, "keyed a": 1, "keyed b": 1 });
  });
});
