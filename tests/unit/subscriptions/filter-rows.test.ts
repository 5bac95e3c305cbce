import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appendRow,
  type FilterRow,
  readFilterRows,
  writeFilterRows,
} from "@/components/subscriptions/filter-rows";
import { filter, writeFilter } from "./payload-arbitraries";

const row = (path: string, kind: FilterRow["kind"], value: string): FilterRow => ({
  id: 0,
  path,
  kind,
  value,
});
const write = (...rows: FilterRow[]) => JSON.parse(writeFilterRows(rows) || "null") as unknown;

describe("lines of a payload filter", () => {
  test.each<[FilterRow, unknown]>([
    [row("ref", "is", "main"), "main"],
    [row("ref", "is", "5"), 5],
    [row("ref", "is", '"5"'), "5"],
    [row("ref", "is", "true"), true],
    [row("ref", "is", "null"), null],
    [row("ref", "is", ""), ""],
    [row("ref", "is", "{}"), "{}"],
    [row("ref", "prefix", "5"), { prefix: "5" }],
    [row("ref", "suffix", ".md"), { suffix: ".md" }],
    [row("ref", "exists", "left over"), { exists: true }],
    [row("ref", "missing", ""), { exists: false }],
    [row("ref", "anything-but", "bot"), { "anything-but": ["bot"] }],
    [row("ref", "anything-but", 'bot, 5, "a, b"'), { "anything-but": ["bot", 5, "a, b"] }],
    [row("ref", "numeric", "> 5"), { numeric: [">", 5] }],
    [row("ref", "numeric", ">=5,<10.5"), { numeric: [">=", 5, "<", 10.5] }],
    [row("ref", "numeric", "5"), { numeric: ["=", 5] }],
    [row("ref", "numeric", "many"), { numeric: ["many"] }],
  ])("%j say %j", (line, matcher) => {
    expect(write(line)).toEqual({ ref: [matcher] });
  });

  test("are alternatives with the same path, and nothing without one", () => {
    expect(
      write(row("a", "is", "x"), row("b", "is", "y"), row("a", "prefix", "z"), row("", "is", "w")),
    ).toEqual({
      a: ["x", { prefix: "z" }],
      b: ["y"],
    });
    expect(writeFilterRows([row("", "is", "x")])).toBe("");
  });

  test.each([
    "{",
    "5",
    '{"a":"x"}',
    '{"a":{"b":[1]}}',
    '{"a":[[1]]}',
    '{"a":[{"contains":"x"}]}',
    '{"a":[{}]}',
  ])("cannot be read from %s", (text) => {
    expect(readFilterRows(text)).toBeNull();
  });

  test("lead back to the same filter, whatever it says", () => {
    fc.assert(
      fc.property(filter, (conditions) => {
        const text = writeFilter(conditions);
        const rows = readFilterRows(text);
        expect(rows).not.toBeNull();
        expect(unwrapSingles(JSON.parse(writeFilterRows(rows ?? [])))).toEqual(
          unwrapSingles(JSON.parse(text)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test("have ids of their own, also after one is removed", () => {
    const two = appendRow(appendRow([]));
    expect(appendRow(two.slice(1)).map(({ id }) => id)).toEqual([1, 2]);
  });
});

/** `{"anything-but": x}` and `{"anything-but": [x]}` say the same. */
function unwrapSingles(json: unknown): unknown {
  return JSON.parse(
    JSON.stringify(json, (key, value: unknown) =>
      key === "anything-but" && Array.isArray(value) && value.length === 1 ? value[0] : value,
    ),
  );
}
