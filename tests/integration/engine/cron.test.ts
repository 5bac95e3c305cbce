import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "@/inngest/embedded/engine";
import { openTestDatabase, type TestDatabase } from "./database";
import { createClient, eventually, findFreePort, openEngine } from "./harness";

const port = await findFreePort();
const client = createClient(port);
const slots: string[] = [];

/** 9:30 in Vienna is 7:30 UTC in summer. */
const daily = client.createFunction(
  { id: "daily", triggers: { cron: "TZ=Europe/Vienna 30 9 * * *" } },
  ({ event }) => {
    slots.push(new Date(event.ts ?? 0).toISOString());
  },
);

let offsetMs = 0;
const clock = () => Date.now() + offsetMs;
const setClock = (time: string) => {
  offsetMs = Date.parse(time) - Date.now();
};

let database: TestDatabase;
let engine: Engine;
const warnings: string[] = [];
const log = pino({ level: "warn" }, { write: (line: string) => void warnings.push(line) });
const start = () => openEngine(database, client, [daily], { port, clock, log });

beforeAll(async () => {
  database = await openTestDatabase();
  setClock("2026-06-10T07:20:00Z");
  engine = await start();
});

afterAll(async () => {
  await engine.stop();
  await database.close();
});

describe("a cron trigger", () => {
  test("fires at its time, in its zone", async () => {
    expect(slots).toEqual([]);
    setClock("2026-06-10T07:30:00Z");
    await eventually(() => slots.length === 1);
    expect(slots).toEqual(["2026-06-10T07:30:00.000Z"]);
  });

  test("skips a slot that is more than a minute past", async () => {
    setClock("2026-06-11T07:35:00Z");
    await eventually(() => warnings.some((line) => line.includes("missed by more than a minute")));
    setClock("2026-06-12T07:30:10Z");
    await eventually(() => slots.length === 2);
    expect(slots[1]).toBe("2026-06-12T07:30:00.000Z");
  });

  test("fires a slot missed while down once, when it was due within the last minute", async () => {
    await engine.stop();
    setClock("2026-06-13T07:30:10Z");
    engine = await start();
    await eventually(() => slots.length === 3);
    await engine.stop();
    engine = await start();
    await engine.stop();
    setClock("2026-06-14T07:32:00Z");
    engine = await start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slots.slice(2)).toEqual(["2026-06-13T07:30:00.000Z"]);
  });
});
