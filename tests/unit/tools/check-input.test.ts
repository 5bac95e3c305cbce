import { describe, expect, test } from "vitest";
import { checkAgainst, checkShallow, explainInputSchema, explainSchema } from "@/server/tools/check-input";
import { httpInputSchema } from "@/server/tools/http-input";

describe("an input is told what is wrong with it", () => {
  const schema = {
    type: "object" as const,
    properties: {
      order: {
        type: "object",
        properties: {
          id: { type: "string", minLength: 2 },
          lines: { type: "array", items: { type: "integer" } },
        },
        required: ["id"],
        additionalProperties: false,
      },
      mode: { enum: ["fast", "safe"] },
    },
    required: ["order"],
  };
  test.each([
    [{ order: { id: "o1" }, mode: "fast" }, null],
    [{}, "order is missing."],
    [{ order: {} }, "order.id is missing."],
    [{ order: { id: "o1", colour: "red" } }, "order.colour is not known."],
    [{ order: { id: 4 } }, "order.id must be string."],
    [{ order: { id: "o1", lines: [1, "two"] } }, "order.lines.1 must be integer."],
    [{ order: { id: "o1" }, mode: "wild" }, 'mode must be one of "fast", "safe".'],
    ["text", "input must be object."],
    [null, "input must be object."],
  ])("%j", (input, expected) => {
    expect(checkAgainst(schema, input)).toBe(expected);
  });

  test("with the first of many alone", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "array", items: { type: "string" } } },
    } as const;
    expect(checkAgainst(schema, { a: Array.from({ length: 100_000 }, () => 1) })).toBe("a.0 must be string.");
  });

  test("with at most five where each choice fails in its own way", () => {
    const anyOf = ["a", "b", "c", "d", "e", "f"].map((name) => ({ required: [name] }));
    const schema = { type: "object", properties: { one: { anyOf } } } as const;
    expect(checkAgainst(schema, { one: {} })).toMatch(/one\.e is missing; and 2 more\.$/);
  });

  test.each([
    [{ method: "GET", url: "https://a.test" }, null],
    [{ method: "get", url: "https://a.test" }, /^method must be one of "GET"/],
    [{ method: "POST", url: "https://a.test", body: [1] }, null],
    [{ method: "POST", url: "https://a.test", body: 4 }, /^body must be string,object,array/],
    [{ method: "GET", url: "https://a.test", timeoutMs: 10 }, /^timeoutMs must be >= 1000/],
    [{ method: "GET", url: "https://a.test", proxy: "x" }, /^proxy is not known/],
  ])("of a request: %j", (input, expected) => {
    const words = checkAgainst(httpInputSchema, input);
    if (expected === null) expect(words).toBeNull();
    else expect(words).toMatch(expected);
  });
});

describe("a schema", () => {
  test.each([
    ["an empty object's", { type: "object" }],
    ["that leaves its type out", { properties: {} }],
    [
      "of draft 7",
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: { a: { type: "string" } },
      },
    ],
    [
      "with a format that is not checked",
      { type: "object", properties: { a: { type: "string", format: "uri" } } },
    ],
    ["with words of its own", { type: "object", "x-order": 1 }],
    ["with an $id, a first time", { $id: "https://a.test/one", type: "object" }],
    ["with the same $id, another time", { $id: "https://a.test/one", type: "object", properties: {} }],
  ])("%s is taken", (_what, schema) => {
    expect(explainInputSchema(schema)).toBeNull();
  });

  test.each([
    ["a list", [], "an object"],
    ["text", "object", "an object"],
    ["of something else", { type: "string" }, '"type": "object"'],
    [
      "with an unknown type inside",
      { type: "object", properties: { a: { type: "strin" } } },
      "Not a valid JSON Schema",
    ],
    [
      "that refers to nothing",
      { type: "object", properties: { a: { $ref: "#/$defs/b" } } },
      "Not a valid JSON Schema",
    ],
    [
      "that refers outside",
      { type: "object", properties: { a: { $ref: "https://a.test/x.json" } } },
      "Not a valid JSON Schema",
    ],
    [
      "with a broken pattern",
      { type: "object", properties: { a: { type: "string", pattern: "(" } } },
      "Not a valid JSON Schema",
    ],
    [
      "with references",
      { type: "object", properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { type: "string" } } },
      "$ref is not taken",
    ],
    ["that is a choice at its root", { type: "object", oneOf: [{}] }, "oneOf"],
  ])("%s is refused", (_what, schema, words) => {
    expect(explainInputSchema(schema)).toContain(words);
  });
});

test("a schema of what comes out may be of anything", () => {
  expect(explainSchema({ type: "array", items: { type: "string" } })).toBeNull();
  expect(explainSchema({ type: "arra" })).toContain("Not a valid JSON Schema");
});

test("a pattern made to be slow is not run", () => {
  const schema = { type: "object", properties: { a: { type: "string", pattern: "^(a+)+$" } } } as const;
  expect(checkAgainst(schema, { a: `${"a".repeat(60)}!` })).toBeNull();
});

describe("without its patterns a schema", () => {
  test.each([
    [
      "takes the names that one was for",
      { patternProperties: { "^x-": { type: "string" } }, additionalProperties: false },
      { "x-a": "1" },
      null,
    ],
    [
      "keeps properties that are called so",
      { properties: { patternProperties: { type: "string" }, pattern: { type: "string" } } },
      { patternProperties: 1 },
      "patternProperties must be string.",
    ],
    [
      "keeps values that look like one",
      { properties: { a: { const: { pattern: "x" } } } },
      { a: { pattern: "x" } },
      null,
    ],
    [
      "still checks the rest",
      { properties: { a: { pattern: "^a$", type: "string" } }, additionalProperties: false },
      { b: 1 },
      "b is not known.",
    ],
  ])("%s", (_what, schema, input, expected) => {
    expect(checkAgainst({ type: "object", ...schema }, input)).toBe(expected);
  });
});

describe("by what a foreign server says", () => {
  const nested = Object.fromEntries(
    Array.from({ length: 40 }, (_, depth) => {
      const next = { $ref: `#/$defs/d${depth + 1}` };
      return [`d${depth}`, { anyOf: [next, next] }];
    }),
  );
  const schema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: "integer" }, b: { $ref: "#/$defs/d0" } },
    $defs: { ...nested, d40: { type: "string" } },
  } as const;

  test.each([
    [{ a: 1 }, null],
    [{ a: 1, b: 5, c: "more" }, null],
    [{}, "a is missing."],
    [{ a: "1" }, "a must be integer."],
    ["text", "input must be an object."],
  ])("%j is checked as far as that costs nothing", (input, expected) => {
    expect(checkShallow(schema, input)).toBe(expected);
  });
});
