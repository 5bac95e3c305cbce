import { z } from "zod";
import { executionProgress, executionStatuses, executionTurn } from "@/server/executions/schema";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

/** A value of the trace: its beginning, and where the rest is read page by page. Sizes in characters. */
const tracedText = z.object({ text: z.string(), characterCount: z.number(), hasMore: z.boolean() });
export type TracedText = z.infer<typeof tracedText>;

const tracedToolCall = z.object({
  id: z.string(),
  turn: z.number(),
  position: z.number(),
  callId: z.string(),
  name: z.string(),
  /** builtin, definition, mcp, protocol or worker */
  source: z.string(),
  /** read or write */
  effect: z.string(),
  /** allow, ask or deny */
  policy: z.string(),
  /** pending, waiting, approved, started, completed, failed, denied or unknown */
  status: z.string(),
  input: tracedText,
  /** Null until it has one. */
  output: tracedText.nullable(),
  outputBytes: z.number(),
  isError: z.boolean(),
  reviewId: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
});
export type TracedToolCall = z.infer<typeof tracedToolCall>;

const tracedTurn = executionTurn.extend({
  /** False for one that is under way, or was cut off: what it used is not known, `createdAt` is as far as it came. */
  isFinished: z.boolean(),
  /** A worker's run that was lost in, or gave back; what it did may have taken effect. */
  isLost: z.boolean(),
  /** When it began; `createdAt` is when it was finished. */
  startedAt: z.string(),
  /** What the model said in it. */
  output: tracedText,
  /** The share of its prompt that was read from the cache. */
  cachedShare: z.number(),
  toolCalls: z.array(tracedToolCall),
});
export type TracedTurn = z.infer<typeof tracedTurn>;

/** What an execution did, turn by turn: whole when it has ended, as far as it is while it runs. */
export const traceOutput = z.object({
  executionId: z.string(),
  status: z.enum(executionStatuses),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  prompt: z
    .object({
      characterCount: z.number(),
      toolCount: z.number(),
      /** As the provider counted it in the first turn; null before. */
      tokenCount: z.number().nullable(),
      /** Until the first turn began; null before. */
      durationMs: z.number().nullable(),
    })
    .nullable(),
  turns: z.array(tracedTurn),
  /** What it does at the moment; null once it has ended. */
  progress: executionProgress.nullable(),
  worker: z.object({ id: z.string(), lostCount: z.number() }).nullable(),
  caching: z.object({
    /** Of all prompt tokens, the share read from the cache. */
    share: z.number(),
    /** Beside prompts paid in full; null when a model's price is not known. */
    savedUsd: z.number().nullable(),
  }),
});
export type Trace = z.infer<typeof traceOutput>;

const textPage = {
  offset: pageInput.offset,
  /** Characters wanted. */
  limit: z
    .union([
      z.number().int(),
      z
        .string()
        .regex(/^\d{1,9}$/)
        .transform(Number),
    ])
    .transform((limit) => Math.min(Math.max(limit, 1), 100_000))
    .default(20_000),
};
export const toolCallText = z.strictObject({ executionId: idInput, toolCallId: idInput, ...textPage });
export type ToolCallText = z.infer<typeof toolCallText>;
export const turnText = z.strictObject({
  executionId: idInput,
  turn: z.union([
    z.number().int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
  ...textPage,
});
export type TurnText = z.infer<typeof turnText>;
export const textPageOutput = z.object({
  text: z.string(),
  /** Where the next page begins; null when this is the last. */
  nextOffset: z.number().nullable(),
  totalCharacters: z.number(),
});
export type TextPage = z.infer<typeof textPageOutput>;
