import { z } from "zod";
import { plainText } from "@/server/json-text";

const word = plainText(100).trim().min(1);
const tokens = z.number().int().min(0).max(1e12).default(0);
const counters = {
  inputTokens: tokens,
  outputTokens: tokens,
  cacheReadTokens: tokens,
  cacheWrite5mTokens: tokens,
  cacheWrite1hTokens: tokens,
};

/** What a run used, as far as the CLI said: runs that ended with a result have a cost, single messages have none. */
export const spent = {
  model: word.optional(),
  totalCostUsd: z.number().min(0).max(100_000).optional(),
  usage: z.strictObject(counters).optional(),
  /** Used beside that, by model, in so many messages; the hub puts a price on it. */
  unpriced: z
    .array(z.strictObject({ model: word, messageCount: z.number().int().min(1).max(1e6), ...counters }))
    .max(50)
    .default([]),
};
export const spending = z.strictObject(spent);
export type Spending = Partial<z.infer<typeof spending>>;
