import { expect, test } from "vitest";
import {
  mayKeepBytes,
  mayStore,
  mostBytesPerDay,
  mostRowsPerDay,
  mostRowsPerMinute,
} from "@/server/webhooks/store-limit";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const kept = (count: number, may: () => boolean) =>
  Array.from({ length: count }, () => may()).filter(Boolean).length;

test("a flood makes a minute's share of rows, and the next minute another", () => {
  expect(kept(500, () => mayStore("flood", 0))).toBe(mostRowsPerMinute);
  expect(kept(500, () => mayStore("flood", minuteMs))).toBe(mostRowsPerMinute);
  expect(mayStore("other", 0)).toBe(true);
});

test("one that goes on all day makes a day's share, and the next day another", () => {
  let rows = 0;
  for (let at = 0; at < dayMs; at += minuteMs) rows += kept(100, () => mayStore("patient", at));
  expect(rows).toBe(mostRowsPerDay);
  expect(mayStore("patient", dayMs)).toBe(true);
});

test("bodies are kept up to a day's share of bytes", () => {
  const body = 64 * 1024;
  expect(kept(2_000, () => mayKeepBytes("bodies", body, 0))).toBe(mostBytesPerDay / body);
  expect(mayKeepBytes("bodies", body, dayMs)).toBe(true);
});
