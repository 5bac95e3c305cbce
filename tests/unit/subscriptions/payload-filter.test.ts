import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPayloadMatch } from "@/server/subscriptions/match-payload";
import { readPayloadFilter } from "@/server/subscriptions/payload-filter";
import { createPayloadReader } from "@/server/subscriptions/payload-reader";
import { isPayloadMatchNaively } from "./naive-payload-match";
import { filter, payload, writeFilter } from "./payload-arbitraries";

function match(text: string, given: unknown): boolean {
  const { filter: read, problems } = readPayloadFilter(JSON.parse(text));
  expect(problems).toEqual([]);
  return isPayloadMatch(read, createPayloadReader(given));
}
const problemsOf = (json: unknown) => readPayloadFilter(json).problems;

describe("a filter on payloads", () => {
  test.each<[object, unknown, boolean]>([
    [{ ref: ["main"] }, { ref: "main" }, true],
    [{ ref: ["main"] }, { ref: "mainly" }, false],
    [{ ref: ["main", "release"] }, { ref: "release" }, true],
    [{ count: [1] }, { count: "1" }, false],
    [{ count: ["1"] }, { count: 1 }, false],
    [{ count: [1] }, { count: 1.0 }, true],
    [{ isDraft: [false] }, { isDraft: 0 }, false],
    [{ isDraft: [false] }, { isDraft: false }, true],
    [{ closedAt: [null] }, { closedAt: null }, true],
    [{ closedAt: [null] }, {}, false],
    [{ ref: [{ prefix: "refs/heads/" }] }, { ref: "refs/heads/main" }, true],
    [{ ref: [{ prefix: "refs/heads/" }] }, { ref: "refs/tags/1" }, false],
    [{ ref: [{ suffix: ".md" }] }, { ref: "read.md" }, true],
    [{ ref: [{ suffix: ".md" }] }, { ref: 5 }, false],
    [{ who: [{ "anything-but": "bot" }] }, { who: "ada" }, true],
    [{ who: [{ "anything-but": ["bot", "ada"] }] }, { who: "ada" }, false],
    [{ who: [{ "anything-but": ["bot"] }] }, {}, false],
    [{ who: [{ "anything-but": ["bot"] }] }, { who: { name: "ada" } }, false],
    [{ who: [{ "anything-but": ["bot"] }] }, { who: null }, true],
    [{ size: [{ numeric: [">=", 10, "<", 20] }] }, { size: 10 }, true],
    [{ size: [{ numeric: [">=", 10, "<", 20] }] }, { size: 20 }, false],
    [{ size: [{ numeric: ["=", 0.5] }] }, { size: 0.5 }, true],
    [{ size: [{ numeric: ["<=", 3] }] }, { size: "2" }, false],
    [{ "a.b": [{ exists: true }] }, { a: { b: null } }, true],
    [{ "a.b": [{ exists: true }] }, { a: { b: [] } }, true],
    [{ "a.b": [{ exists: false }] }, { a: {} }, true],
    [{ "a.b": [{ exists: false }] }, { a: { b: {} } }, false],
    [{ a: [1], b: [2] }, { a: 1, b: 2 }, true],
    [{ a: [1], b: [2] }, { a: 1, b: 3 }, false],
    [{ "commits.author": ["ada"] }, { commits: [{ author: "bob" }, { author: "ada" }] }, true],
    [{ "commits.1.author": ["ada"] }, { commits: [{ author: "bob" }, { author: "ada" }] }, true],
    [{ "commits.0.author": ["ada"] }, { commits: [{ author: "bob" }, { author: "ada" }] }, false],
    [{ labels: ["bug"] }, { labels: ["docs", "bug"] }, true],
    [{ "commits.author": [{ exists: true }] }, { commits: [] }, false],
    [{ "a\\.b": [1] }, { "a.b": 1 }, true],
    [{ "a\\.b": [1] }, { a: { b: 1 } }, false],
    [{ "a.b": [1] }, { "a.b": 1 }, false],
    [{ "a\\\\b": [1] }, { "a\\b": 1 }, true],
    [{ constructor: [{ exists: true }] }, {}, false],
    [{ "text.length": [{ exists: true }] }, { text: "abc" }, false],
    [{ "list.length": [{ exists: true }] }, { list: [1] }, false],
    [{ a: [{ exists: true }] }, undefined, false],
    [{ a: [{ exists: false }] }, undefined, true],
    [{ a: [1] }, "plain", false],
    [{ a: [1] }, [{ a: 1 }], true],
  ])("%j on %j → %s", (written, given, expected) => {
    expect(match(JSON.stringify(written), given)).toBe(expected);
  });

  test("looks at __proto__ as at any other name", () => {
    expect(match('{"__proto__":[1]}', JSON.parse('{"__proto__":1}'))).toBe(true);
    expect(match('{"__proto__":[{"exists":true}]}', {})).toBe(false);
    expect(
      match('{"__proto__.polluted":[{"exists":true}]}', JSON.parse('{"__proto__":{"polluted":1}}')),
    ).toBe(true);
  });

  test("looks at the first hundred elements of an array and ten arrays deep", () => {
    const long = (at: number) => Array.from({ length: 200 }, (_, index) => (index === at ? "x" : "y"));
    expect(match('{"a":["x"]}', { a: long(99) })).toBe(true);
    expect(match('{"a":["x"]}', { a: long(100) })).toBe(false);
    expect(match('{"a.99":["x"]}', { a: long(99) })).toBe(true);
    expect(match('{"a.100":["x"]}', { a: long(100) })).toBe(false);
    const nested = (depth: number): unknown => (depth === 0 ? "x" : [nested(depth - 1)]);
    expect(match('{"a":["x"]}', { a: nested(10) })).toBe(true);
    expect(match('{"a":["x"]}', { a: nested(11) })).toBe(false);
  });

  test("looks at ten thousand nodes along a path, so that no payload holds it up", () => {
    const wide = (last: string) =>
      Array.from({ length: 100 }, (_, outer) =>
        Array.from({ length: 100 }, (_, inner) => ({ a: outer === 99 && inner === 99 ? last : "y" })),
      );
    expect(match('{"a":["y"]}', wide("x"))).toBe(true);
    expect(match('{"a":["x"]}', wide("x"))).toBe(false);
  });

  test("agrees with a matcher written the other way round, for any filter and payload", () => {
    let matched = 0;
    fc.assert(
      fc.property(filter, fc.option(payload, { nil: undefined }), (conditions, given) => {
        const expected = isPayloadMatchNaively(conditions, given);
        if (expected) matched += 1;
        expect(match(writeFilter(conditions), given)).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    expect(matched).toBeGreaterThan(1_000);
  });
});

describe("a filter is refused", () => {
  const list = (length: number) => Array.from({ length }, (_, index) => index);
  test.each<[string, unknown, string]>([
    ["that is no object", ["a"], "Expected an object of paths"],
    ["that is null", null, "Expected an object of paths"],
    ["without an array", { a: "x" }, "a: Expected an array of matchers"],
    ["that is nested", { a: { b: ["x"] } }, "a: Write nested names as one path, with dots"],
    ["without a matcher", { a: [] }, "a: At least one matcher is needed"],
    ["with 101 matchers", { a: list(101) }, "a: At most 100 matchers"],
    ["with an array for a matcher", { a: [["x"]] }, "a: A matcher is a literal or an object, not an array"],
    ["with an unknown matcher", { a: [{ contains: "x" }] }, 'a: Unknown matcher "contains"; known are'],
    [
      "with two keys in a matcher",
      { a: [{ prefix: "x", suffix: "y" }] },
      "a: A matcher object has exactly one key",
    ],
    ["with an empty matcher", { a: [{}] }, "a: A matcher object has exactly one key"],
    ["with a prefix of 5", { a: [{ prefix: 5 }] }, "a: prefix takes a string"],
    ["with a suffix of null", { a: [{ suffix: null }] }, "a: suffix takes a string"],
    ["with exists: 1", { a: [{ exists: 1 }] }, "a: exists takes true or false"],
    ["with anything-but of nothing", { a: [{ "anything-but": [] }] }, "a: anything-but takes"],
    [
      "with anything-but of an object",
      { a: [{ "anything-but": [{ prefix: "x" }] }] },
      "a: anything-but takes",
    ],
    ["with anything-but of 101", { a: [{ "anything-but": list(101) }] }, "a: anything-but takes"],
    ["with half a range", { a: [{ numeric: [">"] }] }, "a: numeric takes pairs"],
    ["with an unknown comparison", { a: [{ numeric: ["!=", 1] }] }, "a: numeric takes pairs"],
    ["with a range of text", { a: [{ numeric: [">", "1"] }] }, "a: numeric takes pairs"],
    ["with an endless number", JSON.parse('{"a":[{"numeric":[">",1e999]}]}'), "a: numeric takes pairs"],
    [
      "with 51 ranges",
      { a: [{ numeric: list(51).flatMap((bound) => [">", bound]) }] },
      "a: numeric takes at most 50",
    ],
    ["with 11 names", { "a.b.c.d.e.f.g.h.i.j.k": [1] }, "a.b.c.d.e.f.g.h.i.j.k: At most 10 names deep"],
    ["with an empty name", { "a..b": [1] }, "a..b: A path is names with dots between"],
    ["with an empty path", { "": [1] }, "(empty path): A path is names"],
    ["with a backslash before nothing", { "a\\": [1] }, "a\\: A backslash may stand"],
    ["with a backslash before a letter", { "a\\n": [1] }, "a\\n: A backslash may stand"],
    ["with 101 paths", Object.fromEntries(list(101).map((each) => [`p${each}`, [1]])), "At most 100 paths"],
  ])("%s", (_name, json, problem) => {
    expect(problemsOf(json)[0]).toContain(problem);
  });

  test("with every problem named at once", () => {
    expect(problemsOf({ a: [], b: [{ prefix: 1 }, { what: 1 }] })).toHaveLength(3);
  });

  test("not at its limits", () => {
    expect(problemsOf({ "a.b.c.d.e.f.g.h.i.j": list(100), b: [{ "anything-but": list(100) }] })).toEqual([]);
    expect(problemsOf(Object.fromEntries(list(100).map((each) => [`p${each}`, [1]])))).toEqual([]);
  });
});
