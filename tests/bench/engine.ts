import { Inngest, type InngestFunction } from "inngest";
import { pino } from "pino";
import { openHost } from "@/inngest/embedded/host";
import { loopbackFetch } from "@/inngest/embedded/loopback";
import { atLeast, atMost, plain, type Row } from "@/tests/bench/figures";
import { openTestDatabase } from "@/tests/integration/engine/database";
import {
  createClient,
  eventKey,
  findFreePort,
  openEngine,
  post,
  signingKey,
} from "@/tests/integration/engine/harness";

const runCount = 1500;
const callCount = 2000;
const parallelCalls = 16;

/**
 * One-step runs per second and the cost of a step in runs of 1 to 1,000 steps, on an engine and a database
 * of their own (on the Postgres server given, else in memory), beside bare calls of the SDK.
 */
export async function measureEngine(server?: string): Promise<Row[]> {
  const calls = await measureBareCalls();
  const database = await openTestDatabase(server);
  const port = await findFreePort();
  const client = createClient(port);
  let ended: () => void = () => undefined;
  const functions: InngestFunction.Any[] = [
    client.createFunction({ id: "steps", triggers: { event: "bench/steps" } }, async ({ event, step }) => {
      for (let n = 0; n < event.data.steps; n++) await step.run(`step ${n}`, () => n);
      ended();
    }),
  ];
  const engine = await openEngine(database, client, functions, { port });
  const carryOut = async (steps: number, count: number) => {
    let missing = count;
    const all = new Promise<void>((resolve) => {
      ended = () => {
        if (--missing === 0) resolve();
      };
    });
    const startedAt = performance.now();
    for (let sent = 0; sent < count; sent += 100) {
      const events = Array.from({ length: Math.min(100, count - sent) }, () => ({
        name: "bench/steps",
        data: { steps },
      }));
      await post(port, events);
    }
    await all;
    return performance.now() - startedAt;
  };

  await carryOut(1, 100);
  const rows = [
    atLeast("one-step runs", (runCount / (await carryOut(1, runCount))) * 1000, 150, "/s"),
    plain("bare in-memory calls of the SDK, 16 at once", calls, "/s"),
  ];
  const perStep: number[] = [];
  for (const steps of [1, 10, 100, 1000]) {
    const ms = (await carryOut(steps, 1)) / steps;
    perStep.push(ms);
    rows.push(plain(`a step of a run of ${steps}`, ms, "ms"));
  }
  const [, ten = 0, , thousand = 0] = perStep;
  rows.push(atMost("a step of 1,000, as a multiple of one of 10", thousand / ten, 1.5, "×"));
  await engine.stop();
  await database.close();
  return rows;
}

/** Calls of a function without steps, by signed requests handed to the SDK in memory. */
async function measureBareCalls(): Promise<number> {
  const client = new Inngest({
    id: "bare",
    isDev: false,
    checkpointing: false,
    eventKey,
    signingKey,
    fetch: loopbackFetch,
    logger: pino({ level: "silent" }),
  });
  const empty = client.createFunction({ id: "empty", triggers: { event: "bench/empty" } }, () => 1);
  const { host } = await openHost({ client, functions: [empty], signingKey });
  const body =
    '{"ctx":{"attempt":0,"fn_id":"bare-empty","run_id":"run"},"event":{"data":{},"name":"bench/empty"},"events":[],"steps":{},"version":2}';
  const callAll = async (count: number) => {
    let left = count;
    const work = async () => {
      while (left-- > 0) await host.call("bare-empty", "step", body);
    };
    await Promise.all(Array.from({ length: parallelCalls }, work));
  };
  await callAll(200);
  const startedAt = performance.now();
  await callAll(callCount);
  return (callCount / (performance.now() - startedAt)) * 1000;
}
