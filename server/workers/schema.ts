import { z } from "zod";
import { plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { withoutNul } from "@/server/without-nul";
import { spending, spent } from "@/server/workers/spending-schema";

/** What the worker's process is called: connecting until it first asks for work, disconnected once its leases lapse. */
export const workerStatuses = ["connecting", "idle", "executing", "draining", "disconnected"] as const;
export type WorkerStatus = (typeof workerStatuses)[number];

export const workerStages = [
  "initializing",
  "thinking",
  "tool_calling",
  "tool_result",
  "generating",
  "paused_for_review",
  "completed",
  "failed",
] as const;
export type WorkerStage = (typeof workerStages)[number];

const word = plainText(100).trim().min(1);
const held = z.strictObject({ executionId: idInput, leaseNumber: z.number().int().min(1) });
const session = { workerId: idInput, sessionToken: z.string().min(1).max(200) };
const lease = { ...session, ...held.shape };
const metrics = z.record(z.string().max(100), z.union([z.number(), z.string().max(500), z.boolean()]));
/** Text that a process prints: Postgres takes no NUL in it. */
const printed = z
  .string()
  .max(200_000)
  .transform((text) => withoutNul(text));

/** What the persona told by a protocol; its form is checked where it takes effect. */
const told = z.unknown().transform((payload) => withoutNul(payload));

export const helloInput = z.strictObject({
  workerId: idInput,
  name: word,
  version: word,
  capabilities: z.array(word).max(50).default([]),
  labels: z.array(word).max(50).default([]),
  maxSlots: z.number().int().min(1).max(64),
  imageDigest: word.optional(),
  claudeCliVersion: word.nullable().optional(),
  /** What the process still runs, after it lost the hub for a while. */
  activeExecutions: z.array(held).max(200).default([]),
});
export type HelloInput = z.infer<typeof helloInput>;

export const helloOutput = z.object({
  workerId: z.string(),
  sessionToken: z.string(),
  protocolVersion: z.string(),
  leaseMs: z.number(),
  renewMs: z.number(),
  /** Of `activeExecutions`, those whose lease still holds; the others are to be given up. */
  keep: z.array(z.string()),
});

export const leaseInput = z.strictObject({
  ...session,
  freeSlots: z.number().int().min(0).max(64),
  waitMs: z.number().int().min(0).max(25_000).default(20_000),
});
export type LeaseInput = z.infer<typeof leaseInput>;

const shutdown = z.object({ reason: z.string(), gracePeriodMs: z.number() }).nullable();

export const assignment = z.object({
  executionId: z.string(),
  leaseNumber: z.number(),
  personaId: z.string(),
  personaName: z.string(),
  prompt: z.string(),
  /** The persona's credentials, CONNECTOR_{NAME}_{FIELD}. */
  env: z.record(z.string(), z.string()),
  config: z.object({
    timeoutMs: z.number(),
    maxOutputBytes: z.number(),
    networkPolicy: z.unknown().optional(),
    maxBudgetUsd: z.number().optional(),
    maxTurns: z.number().optional(),
    /** What Settings allow an execution, and how much of that its earlier runs used. The CLI has no such limit. */
    maxTokens: z.number().optional(),
    usedTokens: z.number().optional(),
  }),
  permissionPolicy: z
    .object({
      allowedTools: z.array(z.string()).optional(),
      allowNetwork: z.boolean().optional(),
      skipAllPermissions: z.boolean().optional(),
    })
    .optional(),
  model: z.string().optional(),
});
export type Assignment = z.infer<typeof assignment>;

export const leaseOutput = z.object({ assign: assignment.nullable(), drain: z.boolean(), shutdown });
export type LeaseOutput = z.infer<typeof leaseOutput>;

export const outputInput = z.strictObject({
  ...lease,
  chunks: z
    .array(
      z.strictObject({
        /** Counts from 1 without gaps, within the lease. */
        seq: z.number().int().min(1),
        kind: z.enum(["stdout", "stderr"]),
        text: printed,
        at: z.iso.datetime({ offset: true }).optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type OutputInput = z.infer<typeof outputInput>;

export const eventsInput = z.strictObject({
  ...lease,
  events: z
    .array(
      z.strictObject({
        index: z.number().int().min(0),
        /** One of the seven protocols' keys. */
        eventType: z.string().min(1).max(64),
        payload: told,
      }),
    )
    .min(1)
    .max(100),
});
export type EventsInput = z.infer<typeof eventsInput>;

const callId = plainText(200).min(1);
export const toolCallsInput = z.strictObject({
  ...lease,
  /** The tools that the CLI began to call. */
  calls: z
    .array(
      z.strictObject({
        /** The CLI's own id of the call, which its result names. */
        callId,
        name: plainText(200).min(1),
        /** The arguments as JSON text; `isCut` when this is only its beginning. */
        input: printed,
        isCut: z.boolean().default(false),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .max(500)
    .default([]),
  /** What came back of calls told here or before. */
  results: z
    .array(
      z.strictObject({
        callId,
        output: printed,
        isCut: z.boolean().default(false),
        isError: z.boolean(),
        durationMs: z.number().min(0).max(2_000_000_000),
      }),
    )
    .max(500)
    .default([]),
});
export type ToolCallsInput = z.infer<typeof toolCallsInput>;

export const progressInput = z.strictObject({
  ...lease,
  /** All that the run used so far. */
  spending: spending.optional(),
  stage: z.enum(workerStages),
  percentEstimate: z.number().min(0).max(100).nullable().default(null),
  activeTool: plainText(200).nullable().default(null),
  message: plainText(2_000).nullable().default(null),
  toolCallsCompleted: z.number().int().min(0).default(0),
});
export type ProgressInput = z.infer<typeof progressInput>;

export const reviewInput = z.strictObject({ ...lease, reviewId: idInput, payload: told });
export type ReviewInput = z.infer<typeof reviewInput>;

export const heartbeatInput = z.strictObject({
  ...session,
  metrics: metrics.optional(),
  executions: z.array(held).max(200).default([]),
});
export type HeartbeatInput = z.infer<typeof heartbeatInput>;

export const heartbeatOutput = z.object({
  cancel: z.array(z.string()),
  /** No longer this worker's: what it does for them is refused. */
  lost: z.array(z.string()),
  answers: z.array(
    z.object({
      executionId: z.string(),
      reviewId: z.string(),
      decision: z.string(),
      message: z.string().nullable(),
    }),
  ),
  drain: z.boolean(),
  shutdown,
});
export type HeartbeatOutput = z.infer<typeof heartbeatOutput>;

export const completeInput = z.strictObject({
  ...lease,
  status: z.enum(["completed", "failed", "cancelled"]),
  exitCode: z.number().int().nullable().default(null),
  durationMs: z.number().int().min(0).max(2_000_000_000),
  /** What ended it, when that can be raised: the execution then waits for it instead, if the run cost anything. */
  reached: z.literal("budget").optional(),
  sessionId: word.optional(),
  ...spent,
  output: printed.optional(),
  /** Whether the worker left out the end of what was printed. */
  isOutputCut: z.boolean().default(false),
  errorMessage: printed.optional(),
  phaseTimings: z.record(z.string().max(100), z.number()).optional(),
});
export type CompleteInput = z.infer<typeof completeInput>;

export const busyInput = z.strictObject({
  ...lease,
  reason: plainText(500),
  spending: spending.optional(),
});
export type BusyInput = z.infer<typeof busyInput>;

export const workerList = z.strictObject({
  ...pageInput,
  status: z.enum(workerStatuses).optional(),
  search: plainText(200).optional(),
});
export type WorkerList = z.infer<typeof workerList>;

/** WorkerInfo of contracts/personas.md §1.8, with what the page shows beside it. */
export const workerOutput = z.object({
  id: z.string(),
  workerId: z.string(),
  name: z.string(),
  status: z.enum(workerStatuses),
  version: z.string(),
  claudeCliVersion: z.string().nullable(),
  capabilities: z.array(z.string()),
  labels: z.array(z.string()),
  currentExecutionIds: z.array(z.string()),
  executions: z.array(
    z.object({
      executionId: z.string(),
      personaId: z.string(),
      personaName: z.string(),
      leaseNumber: z.number(),
      leaseExpiresAt: z.string(),
      startedAt: z.string().nullable(),
      stage: z.string().nullable(),
      activeTool: z.string().nullable(),
    }),
  ),
  maxConcurrentSlots: z.number(),
  availableSlots: z.number(),
  isDraining: z.boolean(),
  connectedAt: z.string(),
  lastHeartbeat: z.string(),
  lastPollAt: z.string().nullable(),
  /** It presented the token that its hello was answered with. */
  verified: z.boolean(),
  healthMetrics: metrics.nullable(),
});
export type WorkerOutput = z.infer<typeof workerOutput>;

/** The pool in figures; times in milliseconds. */
export const poolMetrics = z.object({
  /** Those that are connected; the four kinds below add up to it. */
  totalWorkers: z.number(),
  connectingWorkers: z.number(),
  idleWorkers: z.number(),
  executingWorkers: z.number(),
  drainingWorkers: z.number(),
  disconnectedWorkers: z.number(),
  totalSlots: z.number(),
  usedSlots: z.number(),
  availableSlots: z.number(),
  /** Of the slots, from 0 to 1; null while there are none. */
  utilization: z.number().nullable(),
  /** Executions that wait for a worker, and how long the oldest of them has. */
  waitingExecutions: z.number(),
  oldestWaitMs: z.number().nullable(),
});
export type PoolMetrics = z.infer<typeof poolMetrics>;
