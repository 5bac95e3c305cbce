import { afterEach, describe, expect, test, vi } from "vitest";
import { readDueTime, readDuration } from "@/inngest/embedded/duration";
import { backoffMs, readRetryAfter } from "@/inngest/embedded/retry";
import { createTimers } from "@/inngest/embedded/timers";

describe("a time string", () => {
  test.each([
    ["1s", 1000],
    ["2h45m", 9_900_000],
    ["1w2d", 777_600_000],
    ["1.5s", 1500],
    ["300ms", 300],
    ["s", null],
    ["1x", null],
    ["1s later", null],
    ["-1s", null],
  ])("%s is %s ms", (text, expected) => {
    expect(readDuration(text)).toBe(expected);
  });

  test.each([
    ["10s", 11_000],
    ["", 1000],
    ["1970-01-01T00:00:05Z", 5000],
    ["tomorrow", null],
    ["7", null],
  ])("%s, at 1000, is due at %s", (text, expected) => {
    expect(readDueTime(text, 1000)).toBe(expected);
  });
});

describe("a retry", () => {
  test("waits twice as long each time, with jitter, up to ten minutes", () => {
    const middle = () => 0.5;
    expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, 1000, middle))).toEqual([1000, 2000, 4000, 8000]);
    expect(backoffMs(1, 1000, () => 0)).toBe(750);
    expect(backoffMs(1, 1000, () => 1)).toBe(1250);
    expect(backoffMs(40, 1000, middle)).toBe(600_000);
  });

  test.each([
    ["3", 4000],
    ["0.5", 1500],
    ["1970-01-01T00:01:00.000Z", 60_000],
    ["Thu, 01 Jan 1970 00:00:02 GMT", 2000],
    ["soon", null],
    [null, null],
  ])("after %s, at 1000, is due at %s", (header, expected) => {
    expect(readRetryAfter(header, 1000)).toBe(expected);
  });
});

describe("timers", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("fire in order, notice a clock that jumped, and stay quiet when cancelled or stopped", () => {
    vi.useFakeTimers({ now: 0 });
    let ahead = 0;
    const timers = createTimers(() => Date.now() + ahead);
    const fired: string[] = [];
    for (const [name, due] of Object.entries({
      c: 300,
      a: 100,
      b: 200,
      hour: 3_600_000,
      month: 2_700_000_000,
    })) {
      timers.at(due, () => fired.push(name));
    }
    timers.cancel(timers.at(150, () => fired.push("cancelled")));
    vi.advanceTimersByTime(299);
    expect(fired).toEqual(["a", "b"]);
    timers.at(0, () => fired.push("past"));
    expect(fired).toEqual(["a", "b"]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual(["a", "b", "past", "c"]);
    ahead = 3_600_000;
    vi.advanceTimersByTime(1000);
    expect(fired.at(-1)).toBe("hour");
    timers.stop();
    ahead = 2_800_000_000;
    vi.advanceTimersByTime(5000);
    expect(fired.at(-1)).toBe("hour");
  });

  test("any number of them fire in order", () => {
    vi.useFakeTimers({ now: 0 });
    const timers = createTimers(Date.now);
    const fired: number[] = [];
    const dues = Array.from({ length: 500 }, (_, index) => (index * 7919) % 1000);
    for (const due of dues) timers.at(due, () => fired.push(due));
    vi.advanceTimersByTime(1000);
    expect(fired).toEqual([...dues].sort((a, b) => a - b));
  });
});
