import { describe, expect, test } from "vitest";
import { formatClock, formatExact, formatMoment, formatRelative } from "@/lib/dates";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("formatRelative", () => {
  const now = Date.UTC(2026, 10, 21, 12);

  test.each([
    [0, "just now"],
    [4.9 * second, "just now"],
    [-4.9 * second, "just now"],
    [5 * second, "5 s ago"],
    [59.9 * second, "1 min ago"],
    [minute, "1 min ago"],
    [3.4 * minute, "3 min ago"],
    [59.9 * minute, "1 h ago"],
    [2 * hour, "2 h ago"],
    [23.9 * hour, "1 d ago"],
    [5 * day, "5 d ago"],
    [59 * day, "59 d ago"],
    [90 * day, "3 months ago"],
    [-2 * hour, "in 2 h"],
    [-90 * second, "in 2 min"],
  ])("%d ms before now → %s", (distance, text) => {
    expect(formatRelative(now - distance, now)).toBe(text);
  });
});

describe("a moment in a time zone", () => {
  test.each([
    ["UTC", Date.UTC(2026, 10, 21, 13, 3, 22), "21 Nov 2026, 13:03:22 UTC", "13:03"],
    ["Europe/Berlin", Date.UTC(2026, 10, 21, 13, 3, 22), "21 Nov 2026, 14:03:22 UTC+1", "14:03"],
    ["Europe/Berlin", Date.UTC(2026, 6, 1, 22, 30), "2 Jul 2026, 00:30:00 UTC+2", "00:30"],
    ["America/New_York", Date.UTC(2026, 0, 1, 2), "31 Dec 2025, 21:00:00 UTC-5", "21:00"],
    ["Asia/Kolkata", Date.UTC(2026, 1, 28, 20), "1 Mar 2026, 01:30:00 UTC+5:30", "01:30"],
  ])("%s", (zone, at, exact, clock) => {
    expect(formatExact(at, zone)).toBe(exact);
    expect(formatClock(at, zone)).toBe(clock);
  });

  test.each([
    ["UTC", "Mon 23 Nov, 08:00"],
    ["Europe/Berlin", "Mon 23 Nov, 09:00"],
    ["Pacific/Honolulu", "Sun 22 Nov, 22:00"],
  ])("with its day: %s", (zone, text) => {
    expect(formatMoment(Date.UTC(2026, 10, 23, 8), zone)).toBe(text);
  });
});
