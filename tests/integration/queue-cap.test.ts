import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecutionDetail } from "@/server/executions/schema";
import type { Trouble } from "@/server/system/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { ask, send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { type Hub, startHub } from "@/tests/support/hub";
import { query } from "@/tests/support/query";

const most = 10;
let hub: Hub;
let personaId: string;
beforeAll(async () => {
  hub = await startHub({ env: { EXECUTION_QUEUE_MAX: String(most) } });
  personaId = (await createPersona(hub)).id;
});
afterAll(() => hub?.stop());

/** So many wait for a place, and as many again for something that no place ends. */
async function fillQueue(count: number): Promise<void> {
  await query(hub, "DELETE FROM execution");
  await query(
    hub,
    `INSERT INTO execution (id, persona_id, persona_name, timeout_ms, waiting_for, created_at)
     SELECT 'exe_' || waiting_for || place, $1, 'A', 1000, waiting_for, now() - place * interval '1 minute'
     FROM generate_series(1, $2::int) AS place, unnest(ARRAY['worker', 'review']) AS waiting_for`,
    [personaId, count],
  );
}

describe.each(doorNames)("the queue over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("takes a request while there is room, and refuses it, or a run again, when it is full", async () => {
    await fillQueue(most - 1);
    expect(await door.call("executions.execute", { personaId, prompt: "x" })).toMatchObject({
      status: "queued",
    });
    await fillQueue(most);
    const refusals = [
      await door.refuse("executions.execute", { personaId, prompt: "x" }),
      await door.refuse("executions.execute", { prompt: "x" }),
      await door.refuse("executions.rerun", { executionId: "exe_review1" }),
    ];
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        status: 429,
        code: "rate_limited",
        message: "The queue is full: 10 executions wait. Try again in 30 s.",
      });
  });

  test.each([
    [4, null, null],
    [5, "The queue fills up", "5 of at most 10"],
    [8, "The queue is almost full", "8 of at most 10"],
    [10, "The queue is full", "direct requests are refused"],
  ])("with %i in it is a trouble: %s", async (count, title, reason) => {
    await fillQueue(count);
    const troubles = await door.call<Trouble[]>("system.troubles");
    const expected = { id: `exe_worker${count}`, title, reason: expect.stringContaining(String(reason)) };
    expect(troubles.filter(({ kind }) => kind === "queue")).toEqual(
      title === null ? [] : [expect.objectContaining(expected)],
    );
  });
});

test("a refused request says when to try again, in its header and its body", async () => {
  await fillQueue(most);
  const { status, headers, json } = await send(hub, "POST", "/api/execute", { json: { prompt: "x" } });
  expect(status).toBe(429);
  expect(headers.get("retry-after")).toBe("30");
  expect(json).toMatchObject({ code: "rate_limited", retryAfterSeconds: 30 });
});

test("what an event causes waits, however full the queue is", async () => {
  await fillQueue(most);
  const event = await publishAndMatch(hub, { eventType: uniqueWord("type"), targetPersonaId: personaId });
  const caused = await ask<ExecutionDetail[]>(hub, "GET", `/api/executions?eventId=${event.id}`);
  expect(caused).toHaveLength(1);
});
