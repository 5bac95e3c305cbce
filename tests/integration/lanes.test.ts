import { beforeAll, describe, expect, test } from "vitest";
import type { EventLanes, ReachedExecution } from "@/server/events/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { execute } from "@/tests/factories/execution";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { query } from "@/tests/support/query";
import { awaitExecution, awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

describe.each(doorNames)("lanes over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });

  test("show the events and executions of a span of time", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType });
    const event = await publishAndMatch(hub, { eventType, sourceId: "acme/atlas" });
    const [execution] = await awaitExecutionsOf(hub, event.id);
    const ended = await awaitExecution(hub, execution?.id ?? "");
    const seen = await door.call<EventLanes>("events.lanes", { since: event.createdAt });
    expect(seen.events.find(({ id }) => id === event.id)).toEqual({
      id: event.id,
      eventType,
      sourceId: "acme/atlas",
      status: "delivered",
      createdAt: event.createdAt,
    });
    expect(seen.executions.find(({ id }) => id === ended.id)).toEqual({
      id: ended.id,
      eventId: event.id,
      personaId: persona.id,
      personaName: persona.name,
      status: "completed",
      waitingFor: null,
      attempt: 0,
      createdAt: ended.createdAt,
      startedAt: ended.startedAt,
      completedAt: ended.completedAt,
    });
    expect(seen.eventCount).toBeGreaterThanOrEqual(1);
    expect(seen.executionCount).toBeGreaterThanOrEqual(1);

    const before = new Date(Date.parse(event.createdAt) - 1).toISOString();
    const earlier = await door.call<EventLanes>("events.lanes", {
      since: "2020-01-01T00:00:00Z",
      until: before,
    });
    expect(earlier.events.map(({ id }) => id)).not.toContain(event.id);
    expect(earlier.executions.map(({ id }) => id)).not.toContain(ended.id);
  });

  test("show what was made before the span only while it lives", async () => {
    const persona = await createPersona(hub);
    const id = await execute(hub, { prompt: "Look", personaId: persona.id });
    await awaitExecution(hub, id);
    const since = new Date(Date.now() + 1).toISOString();
    const ids = async () =>
      (await door.call<EventLanes>("events.lanes", { since, until: "2100-01-01T00:00:00Z" })).executions.map(
        (execution) => execution.id,
      );
    expect(await ids()).not.toContain(id);
    const [made] = await query<{ id: string }>(
      hub,
      `INSERT INTO execution (id, persona_id, persona_name, timeout_ms, status, waiting_for, created_at)
       VALUES ('${uniqueWord("exe")}', $1, 'Waiter', 1000, 'queued', 'review', now() - interval '2 days') RETURNING id`,
      [persona.id],
    );
    expect(await ids()).toContain(made?.id);
    await query(hub, "DELETE FROM execution WHERE id = $1", [made?.id]);
  });

  test("carry at most five hundred of each, the newest, and say how many there are", async () => {
    const prefix = uniqueWord("evt");
    await query(
      hub,
      `INSERT INTO event (id, event_type, source_type, status, created_at)
       SELECT $1 || '_' || n, 'lanes.many', 'test', 'skipped', timestamptz '2031-01-01' + n * interval '1 second'
       FROM generate_series(1, 600) AS n`,
      [prefix],
    );
    const span = { since: "2031-01-01T00:00:00Z", until: "2031-01-02T00:00:00Z" };
    const seen = await door.call<EventLanes>("events.lanes", span);
    expect(seen.eventCount).toBe(600);
    expect(seen.events).toHaveLength(500);
    expect(seen.events[0]?.id).toBe(`${prefix}_600`);
    await query(hub, "DELETE FROM event WHERE id LIKE $1 || '%'", [prefix]);
  });

  test("reach names the latest attempt of each persona", async () => {
    const eventType = uniqueWord("type");
    const [first, second] = await Promise.all([createPersona(hub), createPersona(hub)]);
    await subscribe(hub, first, { eventType });
    await subscribe(hub, second, { eventType });
    const event = await publishAndMatch(hub, { eventType });
    const other = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    const made = await awaitExecutionsOf(hub, event.id, 2);
    await Promise.all(made.map(({ id }) => awaitExecution(hub, id)));
    const again = uniqueWord("exe");
    await query(
      hub,
      `INSERT INTO execution (id, persona_id, persona_name, timeout_ms, status, event_id, attempt)
       VALUES ($1, $2, 'Again', 1000, 'failed', $3, 1)`,
      [again, first.id, event.id],
    );
    const ids = [event.id, other.id];
    const reach = await door.call<ReachedExecution[]>("events.reach", {
      ids: name === "REST" ? ids.join(",") : ids,
    });
    expect(reach.map(({ personaId, attempt, status }) => ({ personaId, attempt, status }))).toEqual(
      expect.arrayContaining([
        { personaId: first.id, attempt: 1, status: "failed" },
        { personaId: second.id, attempt: 0, status: "completed" },
      ]),
    );
    expect(reach).toHaveLength(2);
  });

  test("refuse a span without a beginning, and ids that are none", async () => {
    expect(await door.refuse("events.lanes", {})).toMatchObject({ status: 400, code: "validation_failed" });
    expect(await door.refuse("events.lanes", { since: "yesterday" })).toMatchObject({ status: 400 });
    expect(await door.refuse("events.reach", { ids: "a b" })).toMatchObject({ status: 400 });
  });
});
