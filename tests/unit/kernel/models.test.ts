import { describe, expect, test } from "vitest";
import {
  costUsd,
  describeModels,
  isKnownModel,
  knownModelIds,
  maxOutputTokens,
  type Usage,
} from "@/server/models";

const none: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};
const now = new Date("2026-11-15T12:00:00Z");
/** A million tokens of one counter, so that the cost is the price. */
const million = (counter: keyof Usage): Usage => ({ ...none, [counter]: 1_000_000 });

/** Dollars per million: input, output, write 5 m, write 1 h, read; the provider's list of November 2026. */
const prices: [
  model: string,
  input: number,
  output: number,
  write5m: number,
  write1h: number,
  read: number,
][] = [
  ["claude-fable-5-1", 10, 50, 12.5, 20, 0.25],
  ["claude-opus-5-5", 4, 20, 5, 8, 0.2],
  ["claude-sonnet-5-5", 2, 10, 2.5, 4, 0.1],
  ["claude-opus-5", 5, 25, 6.25, 10, 0.5],
  ["claude-sonnet-5", 2, 10, 2.5, 4, 0.2],
  ["claude-opus-4-8", 5, 25, 6.25, 10, 0.5],
  ["claude-opus-4-7", 5, 25, 6.25, 10, 0.5],
  ["claude-opus-4-6", 5, 25, 6.25, 10, 0.5],
  ["claude-opus-4-5", 5, 25, 6.25, 10, 0.5],
  ["claude-sonnet-4-6", 3, 15, 3.75, 6, 0.3],
  ["claude-haiku-4-5", 1, 5, 1.25, 2, 0.1],
];

describe("costUsd", () => {
  test.each(prices)("%s", (model, input, output, write5m, write1h, read) => {
    expect(costUsd(model, million("inputTokens"), now)).toBeCloseTo(input, 9);
    expect(costUsd(model, million("outputTokens"), now)).toBeCloseTo(output, 9);
    expect(costUsd(model, million("cacheWrite5mTokens"), now)).toBeCloseTo(write5m, 9);
    expect(costUsd(model, million("cacheWrite1hTokens"), now)).toBeCloseTo(write1h, 9);
    expect(costUsd(model, million("cacheReadTokens"), now)).toBeCloseTo(read, 9);
  });

  const haiku = "claude-haiku-5-5";
  test.each([
    ["a short prompt", { inputTokens: 100_000, outputTokens: 1_000_000 }, 0.01 + 0.5],
    ["a token above the band", { inputTokens: 100_001, outputTokens: 1_000_000 }, 0.0500005 + 2.5],
    ["a band reached by cache reads", { inputTokens: 1, cacheReadTokens: 100_000 }, 0.0000005 + 0.005],
    ["cache reads below it", { cacheReadTokens: 100_000 }, 0.001],
    [
      "a band reached by cache writes",
      { inputTokens: 1, cacheWrite5mTokens: 50_000, cacheWrite1hTokens: 50_000 },
      0.0000005 + 0.03125 + 0.05,
    ],
    ["cache writes below it", { cacheWrite5mTokens: 50_000, cacheWrite1hTokens: 50_000 }, 0.00625 + 0.01],
    ["output, which is no prompt", { outputTokens: 1_000_000 }, 0.5],
  ])("haiku 5.5 with %s", (_name, usage, dollars) => {
    expect(costUsd(haiku, { ...none, ...usage }, now)).toBeCloseTo(dollars, 9);
  });

  test.each([
    ["before the change", "2026-10-06T23:59:59Z", 0.2],
    ["from the change on", "2026-10-07T00:00:00Z", 0.1],
    ["before the first list, by the oldest", "2026-01-01T00:00:00Z", 0.2],
  ])("sonnet 5.5's cache reads %s", (_name, at, dollars) => {
    expect(costUsd("claude-sonnet-5-5", million("cacheReadTokens"), new Date(at))).toBeCloseTo(dollars, 9);
  });

  test("adds the five counters up", () => {
    const usage: Usage = {
      inputTokens: 1_000,
      outputTokens: 2_000,
      cacheReadTokens: 3_000,
      cacheWrite5mTokens: 4_000,
      cacheWrite1hTokens: 5_000,
    };
    expect(costUsd("claude-sonnet-5-5", usage, now)).toBeCloseTo(
      (2_000 + 20_000 + 300 + 10_000 + 20_000) / 1e6,
      12,
    );
  });

  test.each(["gpt-5", "claude-sonnet-9", "", "constructor", "__proto__"])(
    "refuses a model without a price: %j",
    (model) => {
      expect(() => costUsd(model, none, now)).toThrow(/No price is known/);
      expect(isKnownModel(model)).toBe(false);
    },
  );

  test("takes a dated name as its model", () => {
    expect(costUsd("claude-haiku-4-5-20251001", million("inputTokens"), now)).toBeCloseTo(1, 9);
    expect(maxOutputTokens("claude-haiku-4-5-20251001")).toBe(64_000);
  });
});

test("every known model is described with today's price", () => {
  const described = describeModels(now);
  expect(described.map(({ id }) => id)).toEqual(knownModelIds());
  expect(described.find(({ id }) => id === "claude-haiku-5-5")).toMatchObject({
    inputUsdPerMTok: 0.1,
    outputUsdPerMTok: 0.5,
  });
});
