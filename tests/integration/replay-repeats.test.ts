import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { replayEvent, replayEvents } from "@/server/events/replay";
import { publishEvent } from "@/server/events/service";
import { uniqueWord } from "@/tests/factories/persona";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
let eventType: string;
beforeEach(() => {
  eventType = uniqueWord("type");
});

const publish = async () => (await publishEvent(systemActor, { eventType, sourceType: "test" })).id;

describe("a selection by filter that is replayed again", () => {
  test("under the same key makes nothing, though what it made fits the filter", async () => {
    for (let count = 0; count < 3; count++) await publish();
    const key = uniqueWord("key");
    const first = await replayEvents(systemActor, { eventType, key });
    expect(first).toMatchObject({ replayed: 3, skipped: 0 });
    expect(await replayEvents(systemActor, { eventType, key })).toEqual({
      replayed: 0,
      skipped: 3,
      eventIds: first.eventIds,
    });
    expect(await db.event.count({ where: { eventType } })).toBe(6);
  });

  test("under another key may replay replays", async () => {
    await publish();
    await replayEvents(systemActor, { eventType, key: "one" });
    expect(await replayEvents(systemActor, { eventType, key: "two" })).toMatchObject({ replayed: 2 });
  });
});

test("thirty requests at the same time, each with a key of its own, end at ten replays of one event", async () => {
  const id = await publish();
  const answers = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) => replayEvent(systemActor, { id, key: `storm ${index}` })),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect(await db.event.count({ where: { replayOfEventId: id } })).toBe(10);
});
