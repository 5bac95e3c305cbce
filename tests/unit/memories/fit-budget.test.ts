import { describe, expect, test } from "vitest";
import { fitBudget } from "@/server/memories/fit-budget";

const memory = (title: string, length: number) => ({ title, content: "x".repeat(length) });
const titles = (rows: { title: string }[]) => rows.map(({ title }) => title);

describe("what fits into a prompt", () => {
  test("is as many as are asked for", () => {
    const rows = ["a", "b", "c"].map((title) => memory(title, 1));
    expect(titles(fitBudget(rows, { most: 2, budget: 100 }))).toEqual(["a", "b"]);
  });

  test("passes over what is too long for what is left", () => {
    const rows = [memory("a", 40), memory("b", 45), memory("c", 39), memory("d", 9)];
    expect(titles(fitBudget(rows, { most: 10, budget: 100 }))).toEqual(["a", "b", "d"]);
  });

  test("cuts one that would take more than half", () => {
    const [first, second] = fitBudget([memory("a", 5_000), memory("b", 30)], { most: 10, budget: 100 });
    expect(first?.content).toBe(`${"x".repeat(49)}…`);
    expect(second?.content).toHaveLength(30);
  });
});
