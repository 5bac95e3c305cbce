import { describe, expect, test } from "vitest";
import { describeConsequences, readArgs, readSuggestions } from "@/components/reviews/consequences";
import { decisionsOf } from "@/server/reviews/answer-rules";
import { reviewKinds } from "@/server/reviews/schema";

test.each(reviewKinds)("%s offers exactly the answers that the hub takes", (kind) => {
  const offered = describeConsequences({ kind, toolName: "t", personaName: "P", isBlocking: true });
  expect(offered.map(({ decision }) => decision)).toEqual(decisionsOf[kind]);
});

test("what waits goes on, what does not is noted", () => {
  const words = (isBlocking: boolean) =>
    describeConsequences({ kind: "manual_review", toolName: null, personaName: "Ada", isBlocking })[0]?.words;
  expect(words(true)).toBe("Ada is told, and goes on.");
  expect(words(false)).toBe("It is noted; Ada does not wait for it.");
});

test.each([
  ['["a", "b"]', ["a", "b"]],
  ['["a", 1, null]', ["a"]],
  ['{"a": 1}', []],
  ["not JSON", []],
  [null, []],
])("suggestions of %s", (suggestedActions, expected) => {
  expect(readSuggestions({ suggestedActions })).toEqual(expected);
});

describe("edited arguments", () => {
  test("are an object", () => {
    expect(readArgs('{"a": [1]}')).toEqual({ value: { a: [1] } });
  });

  test.each(["[]", '"text"', "null", "1"])("are not %s", (text) => {
    expect(readArgs(text)).toEqual({ fault: "The arguments must be a JSON object." });
  });

  test("say what is wrong with their JSON", () => {
    expect(readArgs("{")).toEqual({ fault: expect.stringContaining("JSON") });
  });
});
