import fc from "fast-check";
import { expect, test } from "vitest";
import { diffTexts } from "@/components/executions/diff-texts";
import { readFlows } from "@/components/executions/read-flows";
import { runningSince } from "@/components/executions/running-since";

const kinds = (before: string, after: string) =>
  diffTexts(before, after).map(({ kind, text }) => [kind, text]);

test("prose is compared word by word", () => {
  expect(kinds("The quick fox.", "The slow fox.")).toEqual([
    ["same", "The "],
    ["removed", "quick"],
    ["added", "slow"],
    ["same", " fox."],
  ]);
  expect(kinds("same", "same")).toEqual([["same", "same"]]);
  expect(kinds("", "")).toEqual([]);
});

test("a long text is compared line by line", () => {
  const line = "a line of text\n";
  const parts = kinds(line.repeat(3_000), `${line.repeat(3_000)}one more\n`);
  expect(parts.at(-1)).toEqual(["added", "one more\n"]);
});

test("each side adds up to its own text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const parts = diffTexts(before, after);
      const side = (other: string) =>
        parts
          .filter(({ kind }) => kind !== other)
          .map(({ text }) => text)
          .join("");
      expect(side("added")).toBe(before);
      expect(side("removed")).toBe(after);
    }),
  );
});

test.each([
  ['[{"step":"Read","action":"http","status":"done"}]', [["Read", "http", "done"]]],
  [
    '[[{"step":"A"}],[{"step":"B","status":2}]]',
    [
      ["A", null, null],
      ["B", null, "2"],
    ],
  ],
  ['["text"]', null],
  ["[]", null],
  ["{", null],
])("%s names these steps", (text, steps) => {
  expect(readFlows(text)?.map(({ step, action, status }) => [step, action, status]) ?? null).toEqual(steps);
});

test.each([
  [{ startedAt: null, calledAt: null, usedMs: 0 }, "2026-11-21T05:00:00.000Z"],
  [
    { startedAt: "2026-11-21T05:00:01.000Z", calledAt: "2026-11-21T05:00:00.500Z", usedMs: 0 },
    "2026-11-21T05:00:01.000Z",
  ],
  [
    { startedAt: "2026-11-21T05:00:01.000Z", calledAt: "2026-11-23T05:00:10.000Z", usedMs: 4_000 },
    "2026-11-23T05:00:06.000Z",
  ],
])("%o runs since %s", (times, since) => {
  expect(runningSince({ createdAt: "2026-11-21T05:00:00.000Z", ...times })).toBe(since);
});
