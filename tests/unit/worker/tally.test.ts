import { expect, test } from "vitest";
import { createTally } from "@/scripts/worker/tally";

const usage = (inputTokens: number, outputTokens: number) => ({
  inputTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
});
const message = (messageId: string, model: string, used: ReturnType<typeof usage>) => ({
  kind: "usage" as const,
  messageId,
  model,
  usage: used,
});
const result = (costUsd: number, used: ReturnType<typeof usage>) => ({
  kind: "result" as const,
  isError: false,
  subtype: "success",
  text: "",
  sessionId: null,
  costUsd,
  turnCount: 1,
  usage: used,
});

test("a message counts by its last word, each model by itself, until a result says it all", () => {
  const tally = createTally();
  tally.began("claude-sonnet-5-5");
  expect(tally.describe()).toEqual({ model: "claude-sonnet-5-5", unpriced: [] });
  tally.heard(message("m1", "claude-sonnet-5-5", usage(10, 1)));
  tally.heard(message("m1", "claude-sonnet-5-5", usage(10, 20)));
  tally.heard(message("m2", "claude-haiku-5-5", usage(5, 5)));
  tally.heard(message("m3", "", usage(1, 1)));
  expect(tally.readTokens()).toBe(42);
  expect(tally.describe()).toEqual({
    model: "claude-haiku-5-5",
    unpriced: [
      { model: "claude-sonnet-5-5", messageCount: 1, ...usage(10, 20) },
      { model: "claude-haiku-5-5", messageCount: 2, ...usage(6, 6) },
    ],
  });
  tally.ended(result(0.5, usage(100, 50)));
  tally.heard(message("m4", "claude-sonnet-5-5", usage(2, 2)));
  expect(tally.readTokens()).toBe(154);
  expect(tally.describe()).toEqual({
    model: "claude-sonnet-5-5",
    totalCostUsd: 0.5,
    usage: usage(100, 50),
    unpriced: [{ model: "claude-sonnet-5-5", messageCount: 1, ...usage(2, 2) }],
  });
});

test("a result that counts nothing takes nothing away", () => {
  const tally = createTally();
  tally.heard(message("m1", "claude-sonnet-5-5", usage(10, 20)));
  tally.ended(result(0, usage(0, 0)));
  expect(tally.readTokens()).toBe(30);
});
