import fc from "fast-check";
import { expect, test } from "vitest";
import { createMachine } from "./machine";
import type { Act } from "./scripted-host";
import { settle } from "./virtual-time";

/** 250 sequences of 400 commands are 100,000. */
const sequences = 250;
const length = 400;

const step: fc.Arbitrary<Act> = fc.record({
  do: fc.constant("step" as const),
  fails: fc.constantFrom(0, 0, 0, 1, 2, 9),
  isFinal: fc.boolean(),
  isCaught: fc.boolean(),
  retryAfter: fc.constantFrom(null, "3"),
  slowMs: fc.constantFrom(0, 0, 700),
});
const ms = fc.integer({ min: 1, max: 20_000 });
const sleep: fc.Arbitrary<Act> = ms.map((length) => ({ do: "sleep", ms: length }));
const wait: fc.Arbitrary<Act> = ms.map((length) => ({ do: "wait", ms: length }));
const plain = fc.oneof(step, step, sleep, wait);
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: plain },
    {
      weight: 1,
      arbitrary: fc
        .array(plain, { minLength: 2, maxLength: 3 })
        .map((parts): Act => ({ do: "both", acts: parts })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("invoke" as const),
        functionId: fc.constantFrom("m-plain", "m-limited", "m-quiet", "m-none"),
        acts: fc.array(plain, { maxLength: 2 }),
        ms: fc.option(ms),
      }),
    },
  ),
  { maxLength: 4 },
);
const key = fc.constantFrom("a", "b", "c");

type Command =
  | { type: "send"; name: string; id: number; data: { key: string; acts: Act[]; throws: number } }
  | { type: "answer" | "stop"; key: string }
  | { type: "pass"; ms: number }
  | { type: "cancel" | "retry"; pick: number }
  | { type: "restart" };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant("send" as const),
      name: fc.constantFrom("plain", "limited", "once", "quiet", "nobody"),
      // Now and then an id comes again.
      id: fc.integer({ min: 0, max: 2000 }),
      data: fc.record({ key, acts, throws: fc.constantFrom(0, 0, 0, 1, 5) }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom("answer" as const, "stop" as const), key }) },
  {
    weight: 10,
    arbitrary: fc.record({ type: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 4000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom("cancel" as const, "retry" as const), pick: fc.nat(1000) }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "restart" as const }) },
);

test("whatever happens, no step runs after its end, and every run ends or holds a live wait", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: length, maxLength: length }), async (commands) => {
      const machine = createMachine();
      const ended = new Map<string, string>();
      for (const [index, next] of commands.entries()) {
        await carryOut(machine, next, index);
        if (index % 10 === 0) {
          await settle();
          expect(machine.describeStuck()).toEqual([]);
          for (const { id, status } of machine.store.all()) {
            const former = ended.get(id);
            expect(former === undefined || former === status).toBe(true);
            if (status !== "active") ended.set(id, status);
          }
        }
      }
      await settle();
      // Nothing comes any more: every wait has a time, so every run has to end.
      for (let minute = 0; minute < 60 && machine.store.active().length > 0; minute++) {
        await machine.time.pass(60_000);
      }
      expect(machine.store.active()).toEqual([]);
      expect(machine.runs().size).toBe(0);
      expect(machine.isIdle()).toBe(true);
      expect(machine.breaches).toEqual([]);
    }),
    { numRuns: sequences, endOnFailure: true },
  );
}, 120_000);

async function carryOut(
  machine: ReturnType<typeof createMachine>,
  next: Command,
  index: number,
): Promise<void> {
  switch (next.type) {
    case "send":
      // Not waited for: the next command may come before it is written.
      void machine.send(next.name, `event-${next.id}`, next.data);
      return;
    case "answer":
    case "stop":
      void machine.send(next.type, `${next.type}-${index}`, { key: next.key });
      return;
    case "pass":
      await machine.time.pass(next.ms);
      return;
    case "cancel":
    case "retry": {
      const runs = machine.store.all();
      const run = runs[next.pick % Math.max(runs.length, 1)];
      if (run) void machine[next.type](run.id);
      return;
    }
    case "restart":
      await machine.restart();
  }
}
