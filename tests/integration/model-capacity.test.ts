import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecutionDetail } from "@/server/executions/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { createModelPersona, execute } from "@/tests/factories/execution";
import { uniqueWord } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import type { Answer } from "@/tests/support/messages-api-answer";
import { type ModelHub, startModelHub } from "@/tests/support/model-hub";
import { awaitExecution, awaitState } from "@/tests/support/settle";

let it: ModelHub;
beforeAll(async () => {
  it = await startModelHub();
});
afterAll(() => it?.stop());

const brief: Answer = { kind: "text", text: "done", chunkDelayMs: 250 };
const endless: Answer = { kind: "text", text: "tick ".repeat(1_000), chunkCharacters: 5, chunkDelayMs: 50 };
const read = (id: string) => ask<ExecutionDetail>(it.hub, "GET", `/api/executions/${id}`);
const cancel = (id: string) => send(it.hub, "POST", `/api/executions/${id}/cancel`);
const isSpeaking = ({ totalOutputLines }: ExecutionDetail) => totalOutputLines > 0;

describe("a persona with one place", () => {
  test("runs first come, first served; the others wait visibly, with their place in line", async () => {
    const persona = await createModelPersona(it.hub, it.api, [brief], { maxConcurrent: 1 });
    const ids: string[] = [];
    for (let count = 0; count < 5; count++)
      ids.push(await execute(it.hub, { personaId: persona.id, prompt: `job ${count}` }));
    const last = await awaitExecution(it.hub, ids[4] ?? "", ({ waitingFor }) => waitingFor !== null);
    expect(last).toMatchObject({
      status: "queued",
      waitingFor: "capacity",
      queuePosition: expect.any(Number),
    });
    expect(last.progress).toMatchObject({ stage: "initializing", message: "Waiting for a free place" });
    const ended: ExecutionDetail[] = [];
    for (const id of ids) ended.push(await awaitExecution(it.hub, id));
    expect(ended.map(({ status }) => status)).toEqual(ids.map(() => "completed"));
    expectPlaces(ended, 1);
    const asked = it.api.find(persona.name);
    expect(asked.map(({ prompt }) => /job (\d)/.exec(prompt)?.[1])).toEqual(["0", "1", "2", "3", "4"]);
  });

  test("counts the line from one, and moves up", async () => {
    const persona = await createModelPersona(it.hub, it.api, [endless, brief], { maxConcurrent: 1 });
    const ids: string[] = [];
    for (let count = 0; count < 4; count++) {
      ids.push(await execute(it.hub, { personaId: persona.id, prompt: "x" }));
      if (count === 0) await awaitExecution(it.hub, ids[0] ?? "", isSpeaking);
    }
    const places = async () => Promise.all(ids.slice(1).map(async (id) => (await read(id)).queuePosition));
    await awaitState(places, (seen) => seen.join() === "1,2,3");
    await cancel(ids[1] ?? "");
    expect(await read(ids[1] ?? "")).toMatchObject({ status: "cancelled", queuePosition: null });
    expect((await places()).slice(1)).toEqual([1, 2]);
    await cancel(ids[0] ?? "");
    for (const id of ids.slice(2))
      expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "completed" });
  });
});

test("a persona with three places never runs more at once, and a burst of events all run", async () => {
  const persona = await createModelPersona(it.hub, it.api, [brief], { maxConcurrent: 3 });
  const eventType = uniqueWord("type");
  const events = await Promise.all(
    Array.from({ length: 12 }, () => publishAndMatch(it.hub, { eventType, targetPersonaId: persona.id })),
  );
  expect(events.map(({ status }) => status)).toEqual(events.map(() => "delivered"));
  const list = () => ask<ExecutionDetail[]>(it.hub, "GET", `/api/executions?personaId=${persona.id}`);
  const ended = await awaitState(
    list,
    (all) => all.length === 12 && all.every(({ status }) => status === "completed"),
  );
  expectPlaces(ended, 3);
  expect(it.api.find(persona.name)).toHaveLength(12);
});

test("more places let those in line start at once", async () => {
  const persona = await createModelPersona(it.hub, it.api, [endless], { maxConcurrent: 1 });
  const ids: string[] = [];
  for (let count = 0; count < 3; count++)
    ids.push(await execute(it.hub, { personaId: persona.id, prompt: "x" }));
  await awaitExecution(it.hub, ids[0] ?? "", isSpeaking);
  await ask(it.hub, "POST", "/api/personas", { id: persona.id, maxConcurrent: 3 });
  for (const id of ids) await awaitExecution(it.hub, id, isSpeaking);
  for (const id of ids) await cancel(id);
  for (const id of ids) expect(await awaitExecution(it.hub, id)).toMatchObject({ status: "cancelled" });
});

describe("a cancel", () => {
  test("of a running one aborts the provider's stream within two seconds and keeps what was said", async () => {
    const persona = await createModelPersona(it.hub, it.api, [endless]);
    const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    await awaitExecution(it.hub, id, isSpeaking);
    const cancelledAt = Date.now();
    expect(await cancel(id)).toMatchObject({ status: 200, json: { executionId: id, status: "cancelling" } });
    const ended = await awaitExecution(it.hub, id);
    expect(ended).toMatchObject({
      status: "cancelled",
      waitingFor: null,
      outputData: expect.stringMatching(/^tick tick/),
    });
    const [asked] = it.api.find(persona.name);
    await awaitState(
      async () => asked?.outcome,
      (outcome) => outcome === "aborted",
    );
    expect((asked?.endedAt ?? Number.POSITIVE_INFINITY) - cancelledAt).toBeLessThan(2_000);
  });

  test("of one that waits in line ends it at once, and nobody is asked for it", async () => {
    const persona = await createModelPersona(it.hub, it.api, [endless]);
    const first = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    await awaitExecution(it.hub, first, isSpeaking);
    const second = await execute(it.hub, { personaId: persona.id, prompt: "y" });
    await awaitExecution(it.hub, second, ({ waitingFor }) => waitingFor === "capacity");
    expect(await cancel(second)).toMatchObject({ status: 200 });
    expect(await read(second)).toMatchObject({ status: "cancelled", startedAt: null });
    await cancel(first);
    await awaitExecution(it.hub, first);
    expect(it.api.find(persona.name)).toHaveLength(1);
  });

  test("twice is answered twice, and a third after the end is a conflict", async () => {
    const persona = await createModelPersona(it.hub, it.api, [endless]);
    const id = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    await awaitExecution(it.hub, id, isSpeaking);
    const replies = await Promise.all([cancel(id), cancel(id)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    await awaitExecution(it.hub, id);
    expect(await cancel(id)).toMatchObject({ status: 409 });
  });

  test("comes with the persona's end: what runs and what waits is cancelled, history stays", async () => {
    const persona = await createModelPersona(it.hub, it.api, [endless]);
    const running = await execute(it.hub, { personaId: persona.id, prompt: "x" });
    await awaitExecution(it.hub, running, isSpeaking);
    const waiting = await execute(it.hub, { personaId: persona.id, prompt: "y" });
    await ask(it.hub, "DELETE", `/api/personas/${persona.id}`);
    for (const id of [running, waiting]) {
      expect(await awaitExecution(it.hub, id)).toMatchObject({
        status: "cancelled",
        personaName: persona.name,
      });
    }
    await awaitState(
      async () => it.api.find(persona.name)[0]?.outcome,
      (outcome) => outcome === "aborted",
    );
  });
});

/** No more than `places` overlapped. */
function expectPlaces(executions: ExecutionDetail[], places: number): void {
  const spans = executions.map(
    ({ startedAt, completedAt }) => [Date.parse(startedAt ?? ""), Date.parse(completedAt ?? "")] as const,
  );
  for (const [start] of spans) {
    const running = spans.filter(([from, to]) => from <= start && start < to);
    expect(running.length).toBeLessThanOrEqual(places);
  }
}
