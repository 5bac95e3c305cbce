import { describe, expect, test } from "vitest";
import { readSchedule } from "@/server/triggers/next-fire";
import { listLatestTimes, listTimes, type MisfireRule, planFires } from "@/server/triggers/planned-times";

const minute = 60_000;
const startMs = Date.parse("2026-11-21T00:00:00Z");
const everyMinute = readSchedule({ cron: "every 1m" }, { anchorMs: startMs, timeZone: "UTC" });
const daily = readSchedule({ cron: "0 9 * * *" }, { anchorMs: startMs, timeZone: "UTC" });
const at = (minutes: number) => startMs + minutes * minute;

describe("planned times", () => {
  test("are listed after one moment and up to another", () => {
    expect(listTimes(everyMinute, at(1), at(4), 10)).toEqual([at(2), at(3), at(4)]);
    expect(listTimes(everyMinute, at(1), at(400), 2)).toEqual([at(2), at(3)]);
    expect(listTimes(daily, at(0), at(100), 10)).toEqual([]);
  });

  test("are listed from the end, however far back they lie", () => {
    expect(listLatestTimes(everyMinute, at(0), at(100_000), 2)).toEqual([at(99_999), at(100_000)]);
    expect(listLatestTimes(daily, at(0), at(30 * 1440), 2)).toEqual([
      at(28 * 1440 + 540),
      at(29 * 1440 + 540),
    ]);
    expect(listLatestTimes(daily, at(0), at(100), 2)).toEqual([]);
  });
});

describe("what is to fire when a sleep ends", () => {
  const plan = (lateMs: number, rule: Partial<MisfireRule> = {}) =>
    planFires(everyMinute, at(1), at(1) + lateMs, {
      policy: "latest",
      limit: 3,
      windowMs: 86_400_000,
      ...rule,
    });
  const met = (minutes: number) => ({ atMs: at(minutes), cause: "schedule" });
  const missed = (minutes: number) => ({ atMs: at(minutes), cause: "misfire" });

  test.each(["skip", "latest", "all"] as const)("on time, the time itself, also under %s", (policy) => {
    expect(plan(40, { policy })).toEqual({ due: [met(1)], passedOverAt: null });
    expect(plan(10_000, { policy })).toEqual({ due: [met(1)], passedOverAt: null });
  });

  test("nothing before its time", () => {
    expect(plan(-5)).toEqual({ due: [], passedOverAt: null });
  });

  test("under skip what was missed is passed over, what is met fires", () => {
    expect(plan(30_000, { policy: "skip" })).toEqual({ due: [], passedOverAt: at(1) });
    expect(plan(5 * minute + 30_000, { policy: "skip" })).toEqual({ due: [], passedOverAt: at(6) });
    expect(plan(5 * minute + 3_000, { policy: "skip" })).toEqual({ due: [met(6)], passedOverAt: at(5) });
  });

  test("under latest the last missed one fires, unless one is met", () => {
    expect(plan(30_000)).toEqual({ due: [missed(1)], passedOverAt: null });
    expect(plan(5 * minute + 30_000)).toEqual({ due: [missed(6)], passedOverAt: null });
    expect(plan(5 * minute + 3_000)).toEqual({ due: [met(6)], passedOverAt: at(5) });
  });

  test("under all as many as the limit, none older than the window", () => {
    const rule = { policy: "all" as const };
    expect(plan(minute + 30_000, rule).due).toEqual([missed(1), missed(2)]);
    expect(plan(9 * minute + 30_000, rule).due).toEqual([missed(8), missed(9), missed(10)]);
    expect(plan(9 * minute + 3_000, rule).due).toEqual([missed(7), missed(8), missed(9), met(10)]);
    expect(plan(9 * minute + 30_000, { ...rule, windowMs: 100_000 }).due).toEqual([missed(9), missed(10)]);
    expect(plan(30_000, { ...rule, windowMs: 20_000 })).toEqual({ due: [], passedOverAt: at(1) });
  });
});
