import { beforeAll, describe, expect, test } from "vitest";
import type { EventAudit, EventOutput, EventsReplayed } from "@/server/events/schema";
import { publish, publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { send } from "@/tests/support/api";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { awaitEvent, awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

describe.each(doorNames)("replays over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });
  const replay = (id: string, key?: string) =>
    door.call<EventOutput>("events.replay", { id, ...(key === undefined ? {} : { key }) });
  const audit = async (id: string) => (await door.call<EventAudit>("events.audit", { id })).audit;

  test("are new events that go their own way, noted at both", async () => {
    const eventType = uniqueWord("type");
    const persona = await createPersona(hub);
    await subscribe(hub, persona, { eventType });
    const original = await publishAndMatch(hub, {
      eventType,
      sourceId: "a",
      payload: '{"a":1}',
      useCaseId: "u",
    });
    const made = await replay(original.id, "once");
    expect(made).toMatchObject({
      eventType,
      sourceType: "test",
      sourceId: "a",
      payload: '{"a":1}',
      useCaseId: "u",
      replayOfEventId: original.id,
    });
    expect(await awaitEvent(hub, made.id)).toMatchObject({ status: "delivered" });
    expect(await awaitExecutionsOf(hub, made.id)).toHaveLength(1);
    expect(await audit(original.id)).toContainEqual(
      expect.objectContaining({ action: "replayed", detail: made.id }),
    );
    expect((await audit(made.id))[1]).toMatchObject({ action: "replay_of", detail: original.id });
    expect(await door.call("events.list", { replayOfEventId: original.id })).toMatchObject({
      items: [{ id: made.id }],
      total: 1,
    });
  });

  test("of the same key are one, of different keys are several, without a key one at a time", async () => {
    const { id } = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    const same = await Promise.all(Array.from({ length: 5 }, () => replay(id, "same")));
    expect(new Set(same.map((each) => each.id)).size).toBe(1);
    const other = await replay(id, "other");
    const [first, second] = [await replay(id), await replay(id)];
    expect(new Set([same[0]?.id, other.id, first.id, second.id]).size).toBe(4);
  });

  test("end at ten of one event; a known key still answers", async () => {
    const { id } = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    for (let count = 0; count < 10; count++) await replay(id, `key ${count}`);
    const refusal = await door.refuse("events.replay", { id, key: "one more" });
    expect(refusal).toMatchObject({ status: 409, code: "conflict" });
    expect((await replay(id, "key 3")).replayOfEventId).toBe(id);
  });

  test("of a selection are made once a key, by filter or by id", async () => {
    const eventType = uniqueWord("type");
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push((await publishAndMatch(hub, { eventType })).id);
    await publishAndMatch(hub, { eventType: uniqueWord("type") });
    const replayAll = (input: object) => door.call<EventsReplayed>("events.replayMany", input);
    const first = await replayAll({
      eventType,
      status: "skipped",
      until: new Date().toISOString(),
      key: "all",
    });
    expect(first).toMatchObject({ replayed: 3, skipped: 0 });
    const again = await replayAll({ ids, key: "all" });
    expect(again).toEqual({ replayed: 0, skipped: 3, eventIds: first.eventIds });
    expect(await replayAll({ ids: [...ids, "evt_unknown"], key: "more" })).toMatchObject({
      replayed: 3,
      skipped: 1,
    });
    for (const id of first.eventIds) expect((await awaitEvent(hub, id)).status).toBe("skipped");
  });

  test("of everything at once, and of unknown events, are refused", async () => {
    expect(await door.refuse("events.replayMany", {})).toMatchObject({
      status: 400,
      issues: [{ path: "ids" }],
    });
    expect(await door.refuse("events.replay", { id: "evt_unknown" })).toMatchObject({ status: 404 });
    expect(await door.refuse("events.audit", { id: "evt_unknown" })).toMatchObject({ status: 404 });
    expect(await door.refuse("events.retry", { id: "evt_unknown" })).toMatchObject({ status: 404 });
  });

  test("an event that came through cannot be tried again", async () => {
    const { id } = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    expect(await door.refuse("events.retry", { id })).toMatchObject({ status: 409, code: "conflict" });
  });
});

test("over REST the Idempotency-Key is the replay's key, for longer than its reply is kept", async () => {
  const { id } = await publish(hub, { eventType: uniqueWord("type") });
  const headers = { "Idempotency-Key": uniqueWord("key") };
  const path = `/api/events/${id}/replay`;
  const first = await send(hub, "POST", path, { headers });
  expect(first.status).toBe(201);
  const second = await send(hub, "POST", path, { json: { key: headers["Idempotency-Key"] } });
  expect((second.json as EventOutput).id).toBe((first.json as EventOutput).id);
});
