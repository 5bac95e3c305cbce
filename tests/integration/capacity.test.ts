import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import { releaseRetry } from "@/server/events/retry";
import { publishEvent } from "@/server/events/service";
import { claimExecution, endExecution, wakeWaiting } from "@/server/executions/claim";
import { cancelExecution, listExecutions } from "@/server/executions/service";
import { updateSettings } from "@/server/settings/service";
import { uniqueWord } from "@/tests/factories/persona";
import { insertPersona, insertSubscription, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

const personaCount = 3;
const depth = 2;
type World = { personas: string[]; types: string[] };

/** Personas that listen to a type each, with few places; the first ones call the others. */
async function makeWorld(): Promise<World> {
  await services.takeFacts();
  await db.execution.deleteMany();
  await db.event.deleteMany();
  const types = Array.from({ length: personaCount }, () => uniqueWord("type"));
  const personas: string[] = [];
  for (const [index, eventType] of types.entries()) {
    const personaId = await insertPersona({ maxConcurrent: index === 0 ? 1 : index });
    await insertSubscription(personaId, eventType, { maxRetries: 0 });
    personas.push(personaId);
  }
  return { personas, types };
}

/** What the engine does with the facts it was told: in any order, and each perhaps twice. */
async function carryOut(facts: { name: string; data: Record<string, unknown> }[]): Promise<void> {
  for (const { name, data } of facts) {
    const { eventId, executionId } = data as { eventId: string; executionId: string };
    if (name === "hub/event.received") await matchEvent(eventId);
    if (name === "hub/execution.requested") await claimExecution(executionId, `run-${executionId}`);
    if (name === "hub/retry.scheduled") await releaseRetry(executionId, Number.MAX_SAFE_INTEGER / 2);
  }
}

const running = () => db.execution.findMany({ where: { status: "running" }, orderBy: { id: "asc" } });

async function expectPlacesKept(): Promise<void> {
  const over = await db.$queryRaw<unknown[]>`
    SELECT x.persona_id FROM execution x JOIN persona p ON p.id = x.persona_id
    WHERE x.status = 'running' GROUP BY x.persona_id, p.max_concurrent HAVING count(*) > p.max_concurrent`;
  expect(over).toEqual([]);
  const jumped = await db.$queryRaw<unknown[]>`
    SELECT w.id FROM execution w JOIN execution r ON r.persona_id = w.persona_id
    WHERE w.status = 'queued' AND w.called_at IS NULL AND r.status = 'running' AND (r.created_at, r.id) > (w.created_at, w.id)`;
  expect(jumped).toEqual([]);
}

test("whatever happens in whatever order, places are kept, the line is first in, first out, and all come to an end", async () => {
  const command = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("burst" as const), index: fc.nat(personaCount - 1) }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("engine" as const), index: fc.nat(1_000) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("end" as const), index: fc.nat(1_000) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("call" as const), index: fc.nat(1_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), index: fc.nat(1_000) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("places" as const), index: fc.nat(personaCount - 1) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 40 }), async (commands) => {
      const { personas, types } = await makeWorld();
      const queue: Awaited<ReturnType<Services["takeFacts"]>> = [];
      /** An execution calls another persona: by an event that it causes, while it holds its own place. */
      const call = async (each: { id: string; eventId: string | null }, index: number) => {
        const event = each.eventId && (await db.event.findUnique({ where: { id: each.eventId } }));
        if (!event || event.hopCount >= depth) return;
        const eventType = types[index % types.length] ?? "";
        await publishEvent(systemActor, { eventType, sourceType: "persona", causedByExecutionId: each.id });
      };
      for (const { kind, index } of commands) {
        const busy = await running();
        const one = busy[index % Math.max(busy.length, 1)];
        if (kind === "burst") {
          const eventType = types[index] ?? "";
          for (let count = 0; count < 3; count++)
            await publishEvent(systemActor, { eventType, sourceType: "test" });
        }
        if (kind === "engine") {
          queue.push(...(await services.takeFacts()));
          const at = index % Math.max(queue.length, 1);
          // Now and then the engine tells the same again.
          await carryOut(index % 5 === 0 ? queue.slice(at, at + 1) : queue.splice(at, 1));
        }
        if (kind === "end" && one)
          await endExecution(one.id, { status: index % 3 === 0 ? "failed" : "completed" });
        if (kind === "call" && one) await call(one, index);
        if (kind === "cancel") {
          const queued = await db.execution.findFirst({ where: { status: "queued" } });
          if (queued) await cancelExecution(systemActor, queued.id);
        }
        if (kind === "places") {
          const personaId = personas[index] ?? "";
          await db.persona.update({ where: { id: personaId }, data: { maxConcurrent: { increment: 1 } } });
          await wakeWaiting(personaId);
        }
        await expectPlacesKept();
      }
      for (let round = 0; ; round++) {
        queue.push(...(await services.takeFacts()));
        const busy = await running();
        if (queue.length === 0 && busy.length === 0) break;
        expect(round, "it comes to an end").toBeLessThan(300);
        await carryOut(queue.splice(0));
        for (const each of await running()) {
          await call(each, round);
          await endExecution(each.id, { status: "completed" });
        }
        await expectPlacesKept();
      }
      expect(await db.execution.count({ where: { status: { in: ["queued", "running"] } } })).toBe(0);
      expect(await db.event.count({ where: { status: { in: ["pending", "processing"] } } })).toBe(0);
    }),
    { numRuns: 25, endOnFailure: true },
  );
}, 170_000);

test("the list says who stands where, and how many places are taken", async () => {
  const { personas, types } = await makeWorld();
  for (let count = 0; count < 4; count++)
    await publishEvent(systemActor, { eventType: types[0] ?? "", sourceType: "test" });
  for (let round = 0; round < 3; round++) await carryOut(await services.takeFacts());
  const { items } = await listExecutions(systemActor, {
    limit: 50,
    offset: 0,
    personaId: personas[0],
    status: "queued",
  });
  expect(items.map(({ line, waitingFor }) => ({ line, waitingFor }))).toEqual(
    [3, 2, 1].map((position) => ({
      line: { position, runningCount: 1, placeCount: 1 },
      waitingFor: "capacity",
    })),
  );
});

test("while the hub is paused its own reason is shown, and afterwards the line goes on", async () => {
  const { types } = await makeWorld();
  await updateSettings(systemActor, { isPaused: true });
  for (let count = 0; count < 2; count++)
    await publishEvent(systemActor, { eventType: types[0] ?? "", sourceType: "test" });
  for (let round = 0; round < 2; round++) await carryOut(await services.takeFacts());
  const waiting = () => db.execution.findMany({ where: { status: "queued" }, select: { waitingFor: true } });
  expect(await waiting()).toEqual([{ waitingFor: "paused" }, { waitingFor: "paused" }]);
  await updateSettings(systemActor, { isPaused: false });
  await wakeWaiting();
  await carryOut(await services.takeFacts());
  expect(await running()).toHaveLength(1);
  expect(await waiting()).toEqual([{ waitingFor: "capacity" }]);
});

test("those that waited for a place wait for the pause's end, once the hub is paused", async () => {
  const { types } = await makeWorld();
  for (let count = 0; count < 3; count++)
    await publishEvent(systemActor, { eventType: types[0] ?? "", sourceType: "test" });
  for (let round = 0; round < 2; round++) await carryOut(await services.takeFacts());
  const waiting = () => db.execution.findMany({ where: { status: "queued" }, select: { waitingFor: true } });
  expect(await waiting()).toEqual([{ waitingFor: "capacity" }, { waitingFor: "capacity" }]);
  await updateSettings(systemActor, { isPaused: true });
  expect((await services.takeFacts()).map(({ name }) => name)).toContain("hub/capacity.changed");
  expect(await wakeWaiting()).toBe(0);
  expect(await waiting()).toEqual([{ waitingFor: "paused" }, { waitingFor: "paused" }]);
  await updateSettings(systemActor, { isPaused: false });
  await wakeWaiting();
  expect(await waiting()).toEqual([{ waitingFor: "capacity" }, { waitingFor: "capacity" }]);
});
