import { describe, expect, test } from "vitest";
import { readRetryAfter, waitAfter } from "@/server/retry-schedule";

const second = 1_000;
const hour = 3_600 * second;
const now = Date.parse("2026-11-21T05:00:00Z");
const waits = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((seconds) => seconds * second);

describe("waitAfter", () => {
  test("follows the schedule and ends with it", () => {
    const made = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(made.map((count) => waitAfter(count, waits, null))).toEqual([...waits.slice(1), null, null]);
  });

  test.each([
    [1, 60 * second, 60 * second],
    [3, 60 * second, 1_800 * second],
    [1, 1_000 * hour, 10 * hour],
    [8, 60 * second, null],
  ])("after %i attempts a Retry-After of %i ms makes it %s", (made, retryAfter, wait) =>
    expect(waitAfter(made, waits, retryAfter)).toBe(wait),
  );
});

describe("readRetryAfter", () => {
  test.each([
    [null, null],
    ["120", 120 * second],
    [" 0 ", 0],
    ["Sat, 21 Nov 2026 05:02:00 GMT", 120 * second],
    ["Sat, 21 Nov 2026 04:00:00 GMT", 0],
    ["soon", null],
    ["", null],
    ["-5", 0],
  ])("reads %j as %s", (text, ms) => expect(readRetryAfter(text, now)).toBe(ms));
});
