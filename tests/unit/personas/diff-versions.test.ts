import { describe, expect, test } from "vitest";
import { isBudgetRaised } from "@/server/personas/budget-raised";
import { diffVersions } from "@/server/personas/diff-versions";
import type { VersionContent } from "@/server/personas/schema";

const content: VersionContent = {
  name: "Scribe",
  description: null,
  systemPrompt: "",
  structuredPrompt: null,
  runtime: "hub",
  modelProfile: null,
  timeoutMs: 300_000,
  maxTurns: null,
  maxBudgetUsd: null,
  permissionPolicy: null,
  networkPolicy: null,
  designContext: null,
};
const diff = (from: Partial<VersionContent>, to: Partial<VersionContent>) =>
  diffVersions({ ...content, ...from }, { ...content, ...to });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

describe("diffVersions", () => {
  test("says nothing of what is the same", () => {
    expect(diff({}, {})).toEqual([]);
  });

  test("names what stands in one line with before and after", () => {
    expect(diff({}, { name: "Writer", runtime: "worker", timeoutMs: 1_000 })).toEqual([
      { field: "name", before: "Scribe", after: "Writer", hunks: null },
      { field: "runtime", before: "hub", after: "worker", hunks: null },
      { field: "timeoutMs", before: 300_000, after: 1_000, hunks: null },
    ]);
  });

  test("shows a text as hunks with three lines around each change", () => {
    const before = numbered(30);
    const after = before.with(4, "changed").toSpliced(25, 1);
    const [field] = diff({ systemPrompt: before.join("\n") }, { systemPrompt: after.join("\n") });
    expect(field?.hunks).toEqual([
      {
        oldStart: 2,
        newStart: 2,
        lines: [" line 2", " line 3", " line 4", "-line 5", "+changed", " line 6", " line 7", " line 8"],
      },
      {
        oldStart: 23,
        newStart: 23,
        lines: [" line 23", " line 24", " line 25", "-line 26", " line 27", " line 28", " line 29"],
      },
    ]);
  });

  test("lays JSON out, so that a changed line of a section shows as one", () => {
    const write = (instructions: string, content: string) =>
      JSON.stringify({ identity: "I", instructions, customSections: [{ title: "House style", content }] });
    const [field] = diff(
      { structuredPrompt: write("First.\nSecond.", "Short.") },
      { structuredPrompt: write("First.\nThird.", "Short.") },
    );
    expect(field?.hunks?.[0]?.lines).toEqual([
      " identity: I",
      " instructions:",
      "   First.",
      "-  Second.",
      "+  Third.",
      " customSections:",
      "   0:",
      "     title: House style",
    ]);
  });

  test.each([
    ["appears", {}, { description: "New." }, ["+New."]],
    ["goes", { description: "Old." }, {}, ["-Old."]],
    ["is no JSON", { designContext: "{a" }, { designContext: "{b" }, ["-{a", "+{b"]],
  ])("shows a text that %s", (_name, from, to, lines) => {
    expect(diff(from, to)[0]?.hunks?.[0]?.lines).toEqual(lines);
  });

  test("does not go on comparing two long texts that share nothing", () => {
    const text = (word: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`).join("\n");
    const [field] = diff({ systemPrompt: text("a") }, { systemPrompt: text("b") });
    expect(field?.hunks?.flatMap(({ lines }) => lines)).toHaveLength(40_000);
  });
});

describe("isBudgetRaised", () => {
  const budgets = (maxBudgetUsd: number | null, monthlyBudgetUsd: number | null) => ({
    maxBudgetUsd,
    monthlyBudgetUsd,
  });
  test.each([
    [budgets(1, 5), budgets(1, 5), false],
    [budgets(1, 5), budgets(2, 5), true],
    [budgets(1, 5), budgets(0.5, 6), true],
    [budgets(1, 5), budgets(1, null), true],
    [budgets(null, null), budgets(1, 5), false],
    [budgets(0, 0), budgets(0, 0.01), true],
  ])("%j → %j: %s", (before, after, expected) => {
    expect(isBudgetRaised(before, after)).toBe(expected);
  });
});
