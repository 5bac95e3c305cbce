import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonText, parseOrUndefined, plainText, typedJsonText } from "@/server/json-text";

const firstIssue = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

describe("plainText", () => {
  test.each(["", "plain", "tab\tand\nline\r\n", "ünïcode 🔑", "x".repeat(20)])("takes %j", (text) => {
    expect(plainText(20).parse(text)).toBe(text);
  });
  test.each([
    ["too long", "x".repeat(21), /At most 20 characters/],
    ["a bell", "a\u0007", /Control characters/],
    ["a NUL", "a\u0000", /Control characters/],
    ["an escape", "\u001b[31m", /Control characters/],
    ["a C1 control", "\u0085", /Control characters/],
    ["no text", 5, /expected string/],
  ])("refuses %s", (_name, value, words) => {
    expect(firstIssue(plainText(20), value)).toMatch(words);
  });
});

describe("jsonText", () => {
  test.each([
    ["text as it stands", '{ "a": 1 }', '{ "a": 1 }'],
    ["text that is no JSON", "hello", "hello"],
    ["an object as text", { a: [1] }, '{"a":[1]}'],
    ["an array as text", [1, "b"], '[1,"b"]'],
  ])("keeps %s", (_name, value, expected) => {
    expect(jsonText(1_000).parse(value)).toBe(expected);
  });
  test.each([
    ["a number", 5, /Expected JSON/],
    ["more bytes than allowed, which are not characters", "ü".repeat(600), /At most 1 KB/],
    ["an object that is too large", { a: "x".repeat(1_100) }, /At most 1 KB/],
    ["a NUL", "a\u0000b", /NUL/],
  ])("refuses %s", (_name, value, words) => {
    expect(firstIssue(jsonText(1_024), value)).toMatch(words);
  });
});

describe("typedJsonText", () => {
  const schema = typedJsonText(1_000, z.strictObject({ model: z.string().optional() }));
  test("takes text and objects of the shape", () => {
    expect(schema.parse('{"model":"m"}')).toBe('{"model":"m"}');
    expect(schema.parse({ model: "m" })).toBe('{"model":"m"}');
  });
  test.each([
    ["no JSON", "{", /Not valid JSON/],
    ["another shape", { model: 5 }, /^model: /],
    ["an unknown field", { other: 1 }, /other/],
    ["JSON of another kind", "[]", /expected object/],
  ])("refuses %s", (_name, value, words) => {
    expect(firstIssue(schema, value)).toMatch(words);
  });
});

test.each([
  [null, undefined],
  [undefined, undefined],
  ["", undefined],
  ["{", undefined],
  ["null", null],
  ["[1]", [1]],
])("parseOrUndefined(%j)", (text, expected) => {
  expect(parseOrUndefined(text)).toEqual(expected);
});
