import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { matchEvent } from "@/server/events/match";
import { requestLostEvents } from "@/server/events/recover";
import { publishEvent } from "@/server/events/service";
import { uniqueWord } from "@/tests/factories/persona";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  await db.event.deleteMany();
  await services.takeFacts();
});

const publish = async () =>
  (await publishEvent(systemActor, { eventType: uniqueWord("type"), sourceType: "test" })).id;
const askedFor = async () =>
  (await services.takeFacts())
    .filter(({ name }) => name === "hub/event.received")
    .map(({ data }) => data.eventId as string);
const later = (ms: number) => Date.now() + ms;

test("an event that the engine lost is asked for again, once in a while, until it is settled", async () => {
  const [lost, halfway, settled] = [await publish(), await publish(), await publish()];
  await db.event.update({ where: { id: halfway }, data: { status: "processing" } });
  await matchEvent(settled);
  await services.takeFacts();
  expect(await requestLostEvents(30_000)).toBe(0);
  const now = later(31_000);
  expect(await requestLostEvents(30_000, now)).toBe(2);
  expect((await askedFor()).toSorted()).toEqual([lost, halfway].toSorted());
  expect(await requestLostEvents(30_000, now + 10_000)).toBe(0);
  expect(await requestLostEvents(30_000, now + 31_000)).toBe(2);
  expect(await matchEvent(lost)).toBe("skipped");
  expect(await matchEvent(halfway)).toBe("skipped");
  expect(await requestLostEvents(30_000, now + 90_000)).toBe(0);
});

test("a pile of lost events is asked for oldest first, five hundred at a time", async () => {
  const data = Array.from({ length: 1_100 }, (_, index) => ({
    id: `evt_pile_${String(index).padStart(5, "0")}`,
    eventType: "pile",
    sourceType: "test",
    createdAt: new Date(Date.UTC(2026, 0, 1) + index * 1_000),
  }));
  await db.event.createMany({ data });
  const now = later(60_000);
  const rounds: string[][] = [];
  for (let round = 0; round < 4; round++) {
    await requestLostEvents(30_000, now);
    rounds.push((await askedFor()).toSorted());
  }
  expect(rounds.map(({ length }) => length)).toEqual([500, 500, 100, 0]);
  expect(rounds.flat()).toEqual(data.map(({ id }) => id));
});
