import { expect, test } from "vitest";
import { measureCaching } from "@/server/models";

const at = new Date("2026-11-21T05:00:00.000Z");
const none = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};

test("what was read from the cache costs a twentieth: the rest is saved", () => {
  const usage = { ...none, inputTokens: 100_000, outputTokens: 5_000, cacheReadTokens: 900_000 };
  // 900 k at $2 less 900 k at $0.10 a million.
  expect(measureCaching("claude-sonnet-5-5", usage, at)).toEqual({
    share: 0.9,
    savedUsd: expect.closeTo(1.71, 9),
  });
});

test("writing costs more than a plain prompt until it is read", () => {
  const usage = { ...none, cacheWrite5mTokens: 1_000_000 };
  expect(measureCaching("claude-sonnet-5-5", usage, at)).toEqual({
    share: 0,
    savedUsd: expect.closeTo(-0.5, 9),
  });
});

test("of a model without a price nothing is claimed, and nothing is divided by nothing", () => {
  expect(measureCaching("another", { ...none, cacheReadTokens: 1 }, at)).toEqual({
    share: 1,
    savedUsd: null,
  });
  expect(measureCaching("claude-sonnet-5-5", none, at)).toEqual({ share: 0, savedUsd: 0 });
});
