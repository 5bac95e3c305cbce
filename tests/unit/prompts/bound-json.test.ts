import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundJson } from "@/server/prompts/bound-json";

/** 200,000 characters of indented JSON, and room for the notes that say what was cut. */
const mostCharacters = 215_000;

describe("boundJson", () => {
  test("leaves what is small as it is", () => {
    const value = { a: [1, "two", null, true, { b: {} }], "": 1.5 };
    expect(boundJson(value)).toEqual(value);
    expect(boundJson(null)).toBeNull();
    expect(boundJson(undefined)).toBeUndefined();
  });

  test("cuts strings at 10,000 characters and says how many were left out", () => {
    const cut = boundJson("x".repeat(10_007)) as string;
    expect(cut).toBe(`${"x".repeat(9_960)}… [left out: 47 characters]`);
    expect(boundJson("x".repeat(10_000))).toBe("x".repeat(10_000));
  });

  test("cuts arrays at 100 items", () => {
    const cut = boundJson(Array.from({ length: 130 }, (_, index) => index)) as unknown[];
    expect(cut).toHaveLength(100);
    expect(cut.at(-1)).toBe("[left out: 31 more items]");
  });

  test("cuts at depth 10", () => {
    let value: unknown = "bottom";
    for (let level = 0; level < 12; level++) value = { deeper: value };
    expect(measureDepth(boundJson(value))).toBe(10);
    expect(JSON.stringify(boundJson(value))).toContain("nested too deeply");
  });

  test("cuts nothing again that it has cut", () => {
    const cut = boundJson({
      text: "x".repeat(20_000),
      list: Array.from({ length: 130 }, () => "y".repeat(300)),
    });
    expect(boundJson(cut)).toEqual(cut);
  });

  test.each([
    ["many strings", Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "x".repeat(1_000)))],
    ["many numbers", nest(4, 100, 7)],
    ["many empty objects", nest(4, 100, {})],
    ["one endless key", { ["k".repeat(5_000_000)]: 1 }],
    ["many keys", Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key-${index}`, index]))],
    [
      "many keys in many objects",
      nest(3, 60, Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 1]))),
    ],
  ])("stays in bounds for %s", (_name, value) => {
    expect(JSON.stringify(boundJson(value), null, 2).length).toBeLessThan(mostCharacters);
  });

  test("is bounded in size and depth for any JSON, and changes nothing that is small", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 14 }), fc.integer({ min: 1, max: 3_000 }), (value, times) => {
        const wide = Array.from({ length: Math.min(times, 120) }, () => ({ value, text: "y".repeat(times) }));
        const bounded = boundJson(wide);
        expect(JSON.stringify(bounded, null, 2).length).toBeLessThan(mostCharacters);
        expect(measureDepth(bounded)).toBeLessThanOrEqual(10);
        if (measureDepth(value) <= 10 && JSON.stringify(value).length < 5_000) {
          expect(JSON.stringify(boundJson(value))).toBe(JSON.stringify(value));
        }
      }),
      { numRuns: 200 },
    );
  });
});

function nest(levels: number, width: number, leaf: unknown): unknown {
  return levels === 0
    ? leaf
    : Array.from({ length: levels === 1 ? width : Math.min(width, 40) }, () => nest(levels - 1, width, leaf));
}

function measureDepth(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  return 1 + Math.max(0, ...Object.values(value).map(measureDepth));
}
