import { describe, expect, test } from "vitest";
import { type Candidate, rankMemories, scoreMemory } from "@/server/memories/rank";

const dayMs = 24 * 60 * 60_000;
const memory = (id: string, fields: Partial<Candidate> = {}) => ({
  id,
  fit: 0,
  importance: 5,
  ageMs: 0,
  ...fields,
});
const order = (...rows: ReturnType<typeof memory>[]) => rankMemories(rows).map(({ id }) => id);

describe("the worth of a memory", () => {
  test.each([
    ["nothing speaks for it", memory("a", { importance: 1, ageMs: 1e15 }), 1, 0],
    ["everything does", memory("a", { fit: 0.3, importance: 10 }), 0.3, 1],
    ["it fits alone", memory("a", { fit: 1, importance: 1, ageMs: 1e15 }), 1, 0.6],
    ["it fits half as well as the best", memory("a", { fit: 0.2, importance: 1, ageMs: 1e15 }), 0.4, 0.3],
    ["it is important alone", memory("a", { importance: 10, ageMs: 1e15 }), 1, 0.25],
    ["it is fresh alone", memory("a", { importance: 1 }), 1, 0.15],
    ["it is 30 days old", memory("a", { importance: 1, ageMs: 30 * dayMs }), 1, 0.075],
    ["it comes from a clock ahead", memory("a", { importance: 1, ageMs: -dayMs }), 1, 0.15],
    ["nothing fits at all", memory("a", { importance: 10 }), 0, 0.4],
  ])("when %s", (_name, candidate, bestFit, score) => {
    expect(scoreMemory(candidate, bestFit)).toBeCloseTo(score, 6);
  });
});

describe("the order", () => {
  test("puts what fits best before what is important and fresh", () => {
    const fitting = memory("fitting", { fit: 0.01, importance: 1, ageMs: 3_000 * dayMs });
    expect(order(memory("important", { importance: 10 }), fitting)).toEqual(["fitting", "important"]);
  });

  test("goes by importance, then by age, where nothing fits", () => {
    const rows = [
      memory("old", { importance: 8, ageMs: 90 * dayMs }),
      memory("minor", { importance: 1 }),
      memory("fresh", { importance: 8 }),
    ];
    expect(order(...rows)).toEqual(["fresh", "old", "minor"]);
  });

  test("weighs a half fit against importance", () => {
    const rows = [
      memory("slight", { fit: 0.1, importance: 1 }),
      memory("best", { fit: 1, importance: 1 }),
      memory("important", { importance: 10 }),
    ];
    expect(order(...rows)).toEqual(["best", "important", "slight"]);
  });

  test("of nothing is nothing", () => {
    expect(rankMemories([])).toEqual([]);
  });
});
