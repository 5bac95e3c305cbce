import { beforeAll, describe, expect, test } from "vitest";
import type { EventChain, EventOutput } from "@/server/events/schema";
import { publishAndMatch } from "@/tests/factories/event";
import { createPersona, uniqueWord } from "@/tests/factories/persona";
import { subscribe } from "@/tests/factories/subscription";
import { type Door, doorNames, openDoor } from "@/tests/support/doors";
import { awaitExecutionsOf } from "@/tests/support/settle";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();

describe.each(doorNames)("the chain of an event over %s", (name) => {
  let door: Door;
  beforeAll(async () => {
    door = await openDoor(name, hub);
  });
  const read = (id: string) => door.call<EventChain>("events.chain", { id });

  test("names what led to it and what it led to, step by step", async () => {
    const [first, second] = [await listenTo("first"), await listenTo("second")];
    const root = await publishAndMatch(hub, { eventType: first.eventType });
    const [one] = await awaitExecutionsOf(hub, root.id);
    const middle = await publishAndMatch(hub, {
      eventType: second.eventType,
      ...(one ? { causedByExecutionId: one.id } : {}),
    });
    const [two] = await awaitExecutionsOf(hub, middle.id);
    const last = await publishAndMatch(hub, {
      eventType: uniqueWord("third"),
      ...(two ? { causedByExecutionId: two.id } : {}),
    });

    const shown = ({ id, eventType, status, createdAt }: EventOutput) => ({
      id,
      eventType,
      status,
      createdAt,
    });
    const toMiddle = {
      eventId: root.id,
      eventType: root.eventType,
      executionId: one?.id,
      personaName: first.persona.name,
    };
    const toLast = {
      eventId: middle.id,
      eventType: middle.eventType,
      executionId: two?.id,
      personaName: second.persona.name,
    };
    expect(await read(root.id)).toEqual({
      causes: [],
      effects: [{ ...shown(middle), personaName: first.persona.name }],
      replays: [],
    });
    expect(await read(middle.id)).toEqual({
      causes: [toMiddle],
      effects: [{ ...shown(last), personaName: second.persona.name }],
      replays: [],
    });
    expect(await read(last.id)).toEqual({ causes: [toMiddle, toLast], effects: [], replays: [] });
  });

  test("names its replays", async () => {
    const event = await publishAndMatch(hub, { eventType: uniqueWord("type") });
    const replay = await door.call<EventOutput>("events.replay", { id: event.id });
    const { replays } = await read(event.id);
    expect(replays).toEqual([
      expect.objectContaining({ id: replay.id, eventType: event.eventType, createdAt: replay.createdAt }),
    ]);
  });

  test("is not found for an unknown event", async () => {
    expect(await door.refuse("events.chain", { id: "evt_nobody" })).toMatchObject({ status: 404 });
  });
});

async function listenTo(word: string) {
  const eventType = uniqueWord(word);
  const persona = await createPersona(hub);
  await subscribe(hub, persona, { eventType });
  return { eventType, persona };
}
