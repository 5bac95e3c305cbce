import { describe, expect, test } from "vitest";
import { type ChainCondition, isJsonPath, isMet, readJsonPath } from "@/server/triggers/condition";

describe("a path", () => {
  const value = { a: { b: [{ c: 1 }, null], "x y": 0 }, list: [[5]] };
  test.each<[string, unknown]>([
    ["$", value],
    ["$.a.b[0].c", 1],
    ["$.a.b[1]", null],
    ['$.a["x y"]', 0],
    ["$.list[0][0]", 5],
    ["$.a.none", undefined],
    ["$.a.b[7]", undefined],
    ["$.a.b.length", 2],
    ["$.toString", undefined],
    ["$.a.b[0].c.d", undefined],
  ])("%s", (path, expected) => {
    expect(readJsonPath(value, path)).toEqual(expected);
  });

  test.each(["", "a.b", "$a", "$.", "$..a", "$.a[", "$.a[-1]", "$[*]", "$.a b"])("%j is none", (path) => {
    expect(isJsonPath(path)).toBe(false);
  });
});

describe("a condition", () => {
  const output = '{"score":3,"tags":["a"],"none":null}';
  const json = (jsonpath: string, expected?: unknown): ChainCondition => ({
    type: "jsonpath",
    jsonpath,
    ...(expected === undefined ? {} : { expected }),
  });
  test.each<[string, ChainCondition | undefined, string, string | null, boolean]>([
    ["none is met by any end", undefined, "cancelled", null, true],
    ["any", { type: "any" }, "failed", null, true],
    ["success", { type: "success" }, "completed", null, true],
    ["success, not by a failure", { type: "success" }, "failed", null, false],
    ["failure", { type: "failure" }, "failed", null, true],
    ["failure, not by a cancel", { type: "failure" }, "cancelled", null, false],
    ["a path that leads somewhere", json("$.score"), "completed", output, true],
    ["a path to null", json("$.none"), "completed", output, false],
    ["null when it is expected", json("$.none", null), "completed", output, true],
    ["a path that leads nowhere", json("$.other"), "completed", output, false],
    ["what is expected", json("$.tags", ["a"]), "completed", output, true],
    ["something else", json("$.score", "3"), "completed", output, false],
    ["an output that is no JSON", json("$.score"), "completed", "score 3", false],
    ["no output", json("$.score"), "failed", null, false],
  ])("%s", (_name, condition, status, text, expected) => {
    expect(isMet(condition, { status, output: text })).toBe(expected);
  });
});
