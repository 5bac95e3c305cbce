import { z } from "zod";
import { plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { pendingReview } from "@/server/reviews/schema";

export const executionStatuses = ["queued", "running", "completed", "failed", "cancelled"] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];
/** Why one waits (design §12.4). */
export const waitReasons = ["capacity", "paused", "worker", "review", "budget", "retry"] as const;
export type WaitReason = (typeof waitReasons)[number];

const timeInput = z.iso.datetime({ offset: true });

export const executeInput = z.strictObject({
  prompt: plainText(50 * 1024).min(1, "Say what to do"),
  personaId: idInput.optional(),
  timeoutMs: z
    .number()
    .int()
    .transform((ms) => Math.min(Math.max(ms, 1_000), 600_000))
    .optional(),
  projectId: z.string().max(200).optional(),
});
export type ExecuteInput = z.infer<typeof executeInput>;

export const executionList = z.strictObject({
  ...pageInput,
  personaId: idInput.optional(),
  status: z.enum(executionStatuses).optional(),
  eventId: idInput.optional(),
  triggerId: idInput.optional(),
  /** Of the event that caused it. */
  sourceType: plainText(64).optional(),
  search: plainText(200).optional(),
  since: timeInput.optional(),
  until: timeInput.optional(),
});
export type ExecutionList = z.infer<typeof executionList>;
export type ExecutionFilter = Omit<ExecutionList, "limit" | "offset">;

export const executionGet = z.strictObject({
  executionId: idInput,
  /** The first output line wanted. */
  offset: pageInput.offset,
});
export type ExecutionGet = z.infer<typeof executionGet>;

/** A further execution of the same input; with another version of its persona, or another input, when given. */
export const executionRerun = z.strictObject({
  executionId: idInput,
  version: z.number().int().min(1).optional(),
  input: z.unknown().optional(),
});
export type ExecutionRerun = z.infer<typeof executionRerun>;

export const executionStatsInput = z.strictObject({
  personaId: idInput.optional(),
  period: z
    .union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().min(1).max(365))
    .default(7),
});

/** contracts/personas.md §1.1 with design §12.4 and .7. Lists leave input and output out. */
export const executionOutput = z.object({
  id: z.string(),
  executionId: z.string(),
  projectId: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  triggerId: z.string().nullable(),
  useCaseId: z.string().nullable(),
  eventId: z.string().nullable(),
  subscriptionId: z.string().nullable(),
  /** The event that caused it, in lists; null in a detail, and once the event has expired. */
  cause: z.object({ eventType: z.string(), sourceId: z.string().nullable() }).nullable(),
  status: z.enum(executionStatuses),
  waitingFor: z.enum(waitReasons).nullable(),
  /** While it stands in line: its position from 1, and how many of the persona's places are taken. */
  line: z.object({ position: z.number(), runningCount: z.number(), placeCount: z.number() }).nullable(),
  runtime: z.string(),
  /** The worker that has it, or had it last. */
  workerId: z.string().nullable(),
  inputData: z.string().nullable(),
  outputData: z.string().nullable(),
  claudeSessionId: z.string().nullable(),
  modelUsed: z.string().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWrite5mTokens: z.number(),
  cacheWrite1hTokens: z.number(),
  costUsd: z.number(),
  errorMessage: z.string().nullable(),
  /** How long it ran; what it waited for a person in between is not counted. */
  durationMs: z.number().nullable(),
  /** Of its time limit, before it last waited. */
  usedMs: z.number(),
  /** When it was last given its place; it runs since. */
  calledAt: z.string().nullable(),
  /** The persona's version that it runs with, and the SHA-256 of the prompt made of it. */
  personaVersion: z.number().nullable(),
  promptHash: z.string().nullable(),
  /** What its persona said of its own work; null while it has said nothing. */
  outcome: z
    .object({ accomplished: z.boolean(), summary: z.string().nullable(), blockers: z.array(z.string()) })
    .nullable(),
  /** From 0; of the same event and persona. */
  attempt: z.number(),
  /** A further attempt does not start before. */
  notBefore: z.string().nullable(),
  retryOfExecutionId: z.string().nullable(),
  retryCount: z.number(),
  cancelRequestedAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ExecutionOutput = z.infer<typeof executionOutput>;

export const progressStages = [
  "initializing",
  "thinking",
  "tool_calling",
  "tool_result",
  "generating",
  "paused_for_review",
] as const;
export type ProgressStage = (typeof progressStages)[number];

export const executionProgress = z.object({
  stage: z.enum(progressStages),
  percentEstimate: z.number().nullable(),
  activeTool: z.string().nullable(),
  message: z.string().nullable(),
  toolCallsCompleted: z.number(),
  stageStartedAt: z.string(),
});
export type Progress = z.infer<typeof executionProgress>;

export const executionTurn = z.object({
  turn: z.number(),
  /** model, or compaction: a summary that takes the place of all turns before it. */
  kind: z.string(),
  /** How often it was tried before. */
  attempt: z.number(),
  model: z.string(),
  stopReason: z.string().nullable(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWrite5mTokens: z.number(),
  cacheWrite1hTokens: z.number(),
  costUsd: z.number(),
  durationMs: z.number(),
  createdAt: z.string(),
});

/** Milliseconds, until now or the end; the others add up to `totalMs`. */
export const phaseTimings = z.object({
  /** In line, until it was given a place or a worker. */
  queueMs: z.number(),
  /** From there until its first turn began; null before that. */
  setupMs: z.number().nullable(),
  modelMs: z.number(),
  toolsMs: z.number(),
  /** After it had started, without its place: for a person, a budget, or a place again. */
  waitingMs: z.number(),
  /** The rest of its run: between turns, and waiting to ask the provider again. */
  otherMs: z.number(),
  totalMs: z.number(),
});
export type PhaseTimings = z.infer<typeof phaseTimings>;

/** One execution with a page of its output lines. */
export const executionDetail = executionOutput.extend({
  output: z.array(z.string()),
  totalOutputLines: z.number(),
  outputLines: z.number(),
  /** The lines that are kept, all of which can be read from an offset on. */
  tailBufferLines: z.number(),
  /** Whether it said more than is kept. */
  outputEvicted: z.boolean(),
  sessionId: z.string().nullable(),
  totalCostUsd: z.number(),
  phaseTimings: phaseTimings.extend({
    /** What its worker reported at the end, by the names that it gave. */
    worker: z.record(z.string(), z.number()).nullable(),
  }),
  progress: executionProgress.nullable(),
  pendingReviews: z.array(pendingReview),
  source: z.enum(["live", "db"]),
  prompt: z.object({ system: z.string(), user: z.string() }).nullable(),
  /** The steps that its persona named (execution_flow), as JSON. */
  executionFlows: z.string().nullable(),
  /** The position of `line`. */
  queuePosition: z.number().nullable(),
  /** Finished model turns, in order. */
  turns: z.array(executionTurn),
});
export type ExecutionDetail = z.infer<typeof executionDetail>;

export const executionStats = z.object({
  periodDays: z.number(),
  total: z.number(),
  completed: z.number(),
  failed: z.number(),
  cancelled: z.number(),
  successRate: z.number().nullable(),
  totalCostUsd: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  avgDurationMs: z.number().nullable(),
});
export type ExecutionStats = z.infer<typeof executionStats>;

/** What the page "Now" shows. */
export const executionOverview = z.object({
  running: z.array(executionOutput.extend({ progress: executionProgress.nullable() })),
  waiting: z.array(executionOutput),
  failedLastDay: z.array(executionOutput),
  failedLastDayCount: z.number(),
  spentTodayUsd: z.number(),
  executionCount: z.number(),
});
export type ExecutionOverview = z.infer<typeof executionOverview>;
