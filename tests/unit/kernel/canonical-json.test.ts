import fc from "fast-check";
import { expect, test } from "vitest";
import { hashCanonical, toCanonical } from "@/server/canonical-json";

test("keys are sorted at every depth and nothing is spaced", () => {
  expect(toCanonical({ b: [{ d: 1, c: "é" }], a: null })).toBe('{"a":null,"b":[{"c":"é","d":1}]}');
});

test.each([undefined, null])("%s is null", (value) => {
  expect(toCanonical(value)).toBe("null");
});

test("half of a surrogate pair becomes the replacement character", () => {
  expect(toCanonical({ "\ud800": "\udc00" })).toBe('{"\ufffd":"\ufffd"}');
});

test("a value has one hash, however it was written", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const rewritten: unknown = JSON.parse(JSON.stringify(reverseKeys(value), null, 3));
      expect(hashCanonical(rewritten)).toBe(hashCanonical(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test("another value has another hash", () => {
  expect(hashCanonical({ a: 1 })).not.toBe(hashCanonical({ a: "1" }));
  expect(hashCanonical({ a: 1 })).toMatch(/^[0-9a-f]{64}$/);
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, field]) => [key, reverseKeys(field)]),
  );
}
