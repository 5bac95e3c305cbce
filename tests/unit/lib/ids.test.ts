import { expect, test } from "vitest";
import { createId, idPattern } from "@/lib/ids";

test("an id has its noun's prefix, 22 characters and passes the pattern of callers' ids", () => {
  expect(createId("persona")).toMatch(/^per_[0-9a-hjkmnp-tv-z]{22}$/);
  expect(createId("event")).toMatch(/^evt_/);
  expect(createId("execution")).toMatch(idPattern);
});

test("ids sort by age", () => {
  const times = [0, 1, 1_000, 1_790_000_000_000, 1_790_000_000_001, 2_000_000_000_000];
  const ids = times.map((time) => createId("event", time));
  expect(ids.toSorted()).toEqual(ids);
});

test("ids of one millisecond differ", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => createId("event", 1))).size).toBe(10_000);
});

test.each(["a", "A-b_9", "x".repeat(64)])("takes %j from callers", (id) => {
  expect(id).toMatch(idPattern);
});
test.each(["", "a b", "a/b", "a.b", "ä", "a\n", "x".repeat(65)])("refuses %j from callers", (id) => {
  expect(idPattern.test(id)).toBe(false);
});
