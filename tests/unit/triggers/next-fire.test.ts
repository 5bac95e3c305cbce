import { describe, expect, test } from "vitest";
import { nextFire, noteClock, readSchedule, ScheduleError } from "@/server/triggers/next-fire";
import { listTimes } from "@/server/triggers/planned-times";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const anchorMs = Date.parse("2026-01-01T00:00:00Z");

function cron(text: string, timeZone = "UTC") {
  return readSchedule({ cron: text, timezone: timeZone }, { anchorMs, timeZone: "UTC" });
}

function list(text: string, timeZone: string, from: string, count: number): string[] {
  const times = listTimes(cron(text, timeZone), Date.parse(from), Number.POSITIVE_INFINITY, count);
  return times.map((at) => new Date(at).toISOString().slice(0, 16));
}

describe("intervals", () => {
  test.each<[string, object, number]>([
    ["every 30m", { cron: "every 30m" }, 30 * minute],
    ["Every 5 S", { cron: " Every 5 S " }, 5_000],
    ["every 2h", { cron: "every 2h" }, 2 * hour],
    ["every 3d", { cron: "every 3d" }, 3 * day],
    ["interval_seconds", { interval_seconds: 7 }, 7_000],
  ])("%s counts from its anchor in real time", (_name, config, everyMs) => {
    const schedule = readSchedule(config, { anchorMs, timeZone: "America/New_York" });
    expect(nextFire(schedule, anchorMs)).toBe(anchorMs + everyMs);
    expect(nextFire(schedule, anchorMs + everyMs - 1)).toBe(anchorMs + everyMs);
    expect(nextFire(schedule, anchorMs + everyMs)).toBe(anchorMs + 2 * everyMs);
    expect(nextFire(schedule, anchorMs + 100 * everyMs + 1)).toBe(anchorMs + 101 * everyMs);
    expect(nextFire(schedule, anchorMs - 10 * day)).toBe(anchorMs + everyMs);
  });
});

describe("what is refused", () => {
  test.each<[string, object, string, RegExp]>([
    ["too often", { cron: "every 4s" }, "cron", /5 seconds/],
    ["no seconds at all", { interval_seconds: 0 }, "interval_seconds", /5 seconds/],
    ["too seldom", { cron: "every 400d" }, "cron", /366 days/],
    ["both", { cron: "every 5m", interval_seconds: 5 }, "interval_seconds", /not both/],
    ["neither", {}, "cron", /Say when/],
    ["four fields", { cron: "* * * *" }, "cron", /five fields.*has 4/],
    ["six fields", { cron: "0 * * * * *" }, "cron", /five fields.*has 6/],
    ["nothing", { cron: " " }, "cron", /none/],
    ["a word", { cron: "0 9 * * someday" }, "cron", /someday/],
    ["a nickname", { cron: "@daily" }, "cron", /five fields/],
    ["the last day", { cron: "0 0 L * *" }, "cron", /“L”/],
    ["the nearest weekday", { cron: "0 0 15W * *" }, "cron", /“W”/],
    ["the second Friday", { cron: "0 0 * * 5#2" }, "cron", /“#”/],
    ["a question mark", { cron: "0 0 ? * *" }, "cron", /“\?”/],
    ["minute 60", { cron: "60 * * * *" }, "cron", /minute/],
    ["hour 24", { cron: "0 24 * * *" }, "cron", /hour/],
    ["a range that runs back", { cron: "0 22-2 * * *" }, "cron", /larger/],
    ["a step of none", { cron: "*/0 * * * *" }, "cron", /stepping/],
    ["31 February", { cron: "0 0 31 2 *" }, "cron", /never comes about/],
    ["31 April to June without 31 days", { cron: "0 0 31 4,6 *" }, "cron", /never comes about/],
    ["an unknown zone", { cron: "0 9 * * *", timezone: "Mars/Olympus" }, "timezone", /IANA/],
  ])("%s", (_name, config, field, message) => {
    const read = () => readSchedule(config, { anchorMs, timeZone: "UTC" });
    expect(read).toThrow(ScheduleError);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ field }));
  });
});

describe("the calendar", () => {
  test("turns years, and waits for leap days, also over 2100", () => {
    expect(list("59 23 31 12 *", "UTC", "2026-12-31T23:59:00Z", 1)).toEqual(["2027-12-31T23:59"]);
    expect(list("0 0 29 2 *", "UTC", "2027-01-01T00:00:00Z", 2)).toEqual([
      "2028-02-29T00:00",
      "2032-02-29T00:00",
    ]);
    expect(list("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1)).toEqual(["2104-02-29T00:00"]);
    expect(list("*/5 * 29 2 *", "Europe/Berlin", "2096-03-01T00:00:00Z", 1)).toEqual(["2104-02-28T23:00"]);
  });

  test("day of month or day of week, when both are given", () => {
    const from = "2026-11-21T00:00:00Z";
    expect(list("0 0 1 * mon", "UTC", from, 3)).toEqual([
      "2026-11-23T00:00",
      "2026-11-30T00:00",
      "2026-12-01T00:00",
    ]);
    expect(list("0 0 * * 7", "UTC", from, 2)).toEqual(["2026-11-22T00:00", "2026-11-29T00:00"]);
    expect(list("0 0 1-5/2,20 JAN-feb *", "UTC", "2027-01-03T00:00:00Z", 3)).toEqual([
      "2027-01-05T00:00",
      "2027-01-20T00:00",
      "2027-02-01T00:00",
    ]);
  });
});

describe("when the clocks change", () => {
  test.each<[string, string, string, string, string[]]>([
    [
      "a skipped time runs right after the gap",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      ["2026-03-29T01:00", "2026-03-30T00:30"],
    ],
    [
      "several skipped times run once",
      "0,30 2 * * *",
      "Europe/Berlin",
      "2026-03-29T00:30:00Z",
      ["2026-03-29T01:00", "2026-03-30T00:00"],
    ],
    [
      "a doubled time runs in its first pass",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      ["2026-10-25T00:30", "2026-10-26T01:30"],
    ],
    [
      "asked between the passes, it waits for the next day",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-10-25T00:45:00Z",
      ["2026-10-26T01:30"],
    ],
    [
      "a step runs through both passes",
      "*/30 * * * *",
      "Europe/Berlin",
      "2026-10-25T00:00:00Z",
      ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:00"],
    ],
    [
      "a step in one hour runs through both passes",
      "*/30 2 * * *",
      "Europe/Berlin",
      "2026-10-24T23:00:00Z",
      ["2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-26T01:00"],
    ],
    [
      "a step in a skipped hour does not run",
      "*/30 2 * * *",
      "Europe/Berlin",
      "2026-03-29T00:00:00Z",
      ["2026-03-30T00:00"],
    ],
    [
      "a wildcard hour goes on hour by hour",
      "15 * * * *",
      "Europe/Berlin",
      "2026-03-29T00:00:00Z",
      ["2026-03-29T00:15", "2026-03-29T01:15"],
    ],
    [
      "half an hour is skipped on Lord Howe",
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2026-10-03T00:00:00Z",
      ["2026-10-03T15:30", "2026-10-04T15:15"],
    ],
    [
      "half an hour comes twice on Lord Howe",
      "45 1 * * *",
      "Australia/Lord_Howe",
      "2026-04-04T00:00:00Z",
      ["2026-04-04T14:45", "2026-04-05T15:15"],
    ],
    [
      "a whole day is skipped in Samoa",
      "30 2 * * *",
      "Pacific/Apia",
      "2011-12-29T11:00:00Z",
      ["2011-12-29T12:30", "2011-12-30T10:00", "2011-12-30T12:30"],
    ],
    [
      "midnight is skipped in Beirut",
      "0 0 * * *",
      "Asia/Beirut",
      "2026-03-27T22:00:00Z",
      ["2026-03-28T22:00", "2026-03-29T21:00"],
    ],
    [
      "quarter hours in Chatham",
      "0 3 * * *",
      "Pacific/Chatham",
      "2026-09-26T00:00:00Z",
      ["2026-09-26T14:00", "2026-09-27T13:15"],
    ],
  ])("%s", (_name, text, zone, from, expected) => {
    expect(list(text, zone, from, expected.length)).toEqual(expected);
  });

  test("a note says what happened", () => {
    const fixed = cron("30 2 * * *", "Europe/Berlin");
    const stepped = cron("*/30 * * * *", "Europe/Berlin");
    expect(noteClock(fixed, Date.parse("2026-03-29T01:00:00Z"))).toBe("after-gap");
    expect(noteClock(fixed, Date.parse("2026-03-30T00:30:00Z"))).toBeNull();
    expect(noteClock(fixed, Date.parse("2026-10-25T00:30:00Z"))).toBe("first-pass");
    expect(noteClock(stepped, Date.parse("2026-10-25T01:30:00Z"))).toBe("second-pass");
    expect(noteClock(stepped, Date.parse("2026-10-25T02:00:00Z"))).toBeNull();
    expect(noteClock(stepped, Date.parse("2026-10-24T23:30:00Z"))).toBeNull();
    expect(noteClock(stepped, Date.parse("2026-03-29T01:00:00Z"))).toBeNull();
  });
});
