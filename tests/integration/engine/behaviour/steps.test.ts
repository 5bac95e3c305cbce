import { NonRetriableError, RetryAfterError } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../harness";
import { openSuite, patienceMs, type Suite } from "./suite";

const noted: string[] = [];
const times: number[] = [];
const note = (...words: unknown[]) => void noted.push(words.join(" "));
const notedOf = (word: string) => noted.filter((line) => line.startsWith(`${word} `));

let suite: Suite;

beforeAll(async () => {
  suite = await openSuite("steps", (client, on) => {
    const fails = client.createFunction(
      {
        id: "fails",
        retries: 1,
        triggers: { event: on("fails") },
        onFailure: async ({ event, error, step }) => {
          await step.run("note", () => note("failed", event.data.event.data.n, error.message));
        },
      },
      async ({ attempt }) => {
        note("fails", attempt);
        throw new RetryAfterError("for good", "1s");
      },
    );
    return [
      client.createFunction({ id: "chain", triggers: { event: on("chain") } }, async ({ event, step }) => {
        const first = await step.run("first", () => {
          note("chain", "first");
          return { n: 1 };
        });
        await step.sleep("nap", "1s");
        await step.sleepUntil("doze", new Date(Date.now() + 500));
        return step.run("second", () => {
          note("chain", "second");
          return first.n + event.data.add;
        });
      }),
      client.createFunction({ id: "none", triggers: { event: on("none") } }, () => note("none", "called")),
      client.createFunction({ id: "many", triggers: { event: on("many") } }, async ({ step }) => {
        let sum = 0;
        for (let n = 0; n < 30; n++) {
          sum += await step.run("same name", () => {
            note("many", n);
            return n;
          });
        }
        return sum;
      }),
      client.createFunction({ id: "tell", triggers: { event: on("tell") } }, async ({ step }) => {
        const { ids } = await step.sendEvent("tell", [
          { name: on("told"), data: { n: 1 } },
          { name: on("told"), data: { n: 2 } },
        ]);
        return ids.length;
      }),
      client.createFunction({ id: "told", triggers: { event: on("told") } }, ({ event }) =>
        note("told", event.data.n),
      ),
      client.createFunction({ id: "parallel", triggers: { event: on("parallel") } }, async ({ step }) => {
        const parts = await Promise.all(
          [1, 2, 3].map((n) =>
            step.run(`part ${n}`, () => {
              note("parallel", n);
              if (n === 3 && notedOf("parallel").filter((line) => line.endsWith("3")).length < 2) {
                throw new RetryAfterError("part 3 fails once", "1s");
              }
              return n * 10;
            }),
          ),
        );
        return step.run("sum", () => {
          note("parallel", "sum");
          return parts.reduce((total, part) => total + part, 0);
        });
      }),
      client.createFunction({ id: "later", triggers: { event: on("later") } }, async ({ step, attempt }) => {
        const value = await step.run("flaky", () => {
          times.push(Date.now());
          if (attempt === 0) throw new RetryAfterError("later", "2s");
          return "at last";
        });
        return value;
      }),
      client.createFunction(
        { id: "caught", retries: 0, triggers: { event: on("caught") } },
        async ({ step }) => {
          try {
            await step.run("breaks", () => {
              note("caught", "broke");
              throw new NonRetriableError("broken");
            });
          } catch (error) {
            return step.run("mend", () => `mended ${(error as Error).message}`);
          }
        },
      ),
      fails,
      client.createFunction({ id: "final", triggers: { event: on("final") } }, () => {
        note("final", "called");
        throw new NonRetriableError("never");
      }),
    ];
  });
});

afterAll(() => suite.stop());

async function run(name: string, data: Record<string, unknown> = {}) {
  const [id = ""] = await suite.send([{ name, data }]);
  const [ended] = await suite.ended(id);
  return ended;
}

describe("steps", () => {
  test("run once each, in order, through sleeps, and the result is kept", async () => {
    expect(await run("chain", { add: 41 })).toMatchObject({ status: "Completed", output: 42 });
    expect(notedOf("chain")).toEqual(["chain first", "chain second"]);
  });

  test("are not needed", async () => {
    expect(await run("none")).toMatchObject({ status: "Completed" });
    expect(notedOf("none")).toHaveLength(1);
  });

  test("follow each other, and may share a name", async () => {
    expect(await run("many")).toMatchObject({ status: "Completed", output: 435 });
    expect(notedOf("many")).toEqual(Array.from({ length: 30 }, (_, n) => `many ${n}`));
  });

  test("send events that start other functions", async () => {
    expect(await run("tell")).toMatchObject({ status: "Completed", output: 2 });
    await eventually(() => notedOf("told").length === 2, patienceMs);
    expect(notedOf("told").sort()).toEqual(["told 1", "told 2"]);
  });

  test("in parallel: each once, a failing one again, the rest not", async () => {
    expect(await run("parallel")).toMatchObject({ status: "Completed", output: 60 });
    expect(notedOf("parallel").sort()).toEqual([
      "parallel 1",
      "parallel 2",
      "parallel 3",
      "parallel 3",
      "parallel sum",
    ]);
  });
});

describe("failures", () => {
  test("with a time are tried again then", async () => {
    expect(await run("later")).toMatchObject({ status: "Completed", output: "at last" });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(1900);
  });

  test("of a step that are final can be caught", async () => {
    expect(await run("caught")).toMatchObject({ status: "Completed", output: "mended broken" });
    expect(notedOf("caught")).toHaveLength(1);
  });

  test("for good call onFailure with the event and the error", async () => {
    expect(await run("fails", { n: 7 })).toMatchObject({ status: "Failed" });
    expect(notedOf("fails")).toEqual(["fails 0", "fails 1"]);
    await eventually(() => notedOf("failed").length > 0, patienceMs);
    expect(notedOf("failed")).toEqual(["failed 7 for good"]);
  });

  test("that say so are not tried again", async () => {
    expect(await run("final")).toMatchObject({ status: "Failed" });
    expect(notedOf("final")).toHaveLength(1);
  });
});
