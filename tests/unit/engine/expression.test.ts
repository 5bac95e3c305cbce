import { describe, expect, test } from "vitest";
import { isMatch, parseCondition, resolveCondition } from "@/inngest/embedded/expression";

const started = { data: { id: 7, name: "a", nothing: null, deep: { key: true } } };

describe("a condition", () => {
  test.each([
    ["event.data.id == async.data.id", { data: { id: 7 } }, true],
    ["event.data.id == async.data.id", { data: { id: 8 } }, false],
    ["event.data.id == async.data.id", { data: { id: "7" } }, false],
    ["event.data.id == async.data.id", { data: {} }, false],
    ["async.data.id == event.data.id", { data: { id: 7 } }, true],
    ["event.data.missing == async.data.missing", { data: {} }, false],
    ["event.data.nothing == async.data.nothing", { data: { nothing: null } }, true],
    ["event.data.deep == async.data.deep", { data: { deep: { key: true } } }, false],
    ["async.data.kind == 'final'", { data: { kind: "final" } }, true],
    ['async.data.kind == "it\'s"', { data: { kind: "it's" } }, true],
    ["async.data.kind=='it\\'s'", { data: { kind: "it's" } }, true],
    ["async.data.n == -1.5 && async.data.ok == true", { data: { n: -1.5, ok: true } }, true],
    ["async.data.n == 1 && async.data.ok == true", { data: { n: 1, ok: false } }, false],
    ["event.data.id == 7 && async.name == 'x'", { name: "x" }, true],
    ["event.data.id == 8 && async.name == 'x'", { name: "x" }, false],
    ["event.data.deep.key == async.data.toString", { data: {} }, false],
  ])("%s against %j is %s", (text, arriving, expected) => {
    const match = resolveCondition(parseCondition(text), started);
    expect(match !== null && isMatch(match, arriving)).toBe(expected);
  });

  test.each([
    "",
    "event.data.id",
    "event.data.id ==",
    "event.data.id > 3",
    "event.data.id != async.data.id",
    "event.data.id == async.data.id ||",
    "event.data.id == async.data.id &&",
    "event.data.id == async.data.id async.data.x == 1",
    "size(event.data.list) == 3",
    "(event.data.id == 3)",
    "event == async",
  ])("%j is refused by name", (text) => {
    expect(() => parseCondition(text)).toThrow(`the expression "${text}" is not supported`);
  });
});
