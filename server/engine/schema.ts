import { z } from "zod";
import { pageInput } from "@/server/page-input";

export const runStatuses = ["active", "completed", "failed", "cancelled"] as const;
const runStatus = z.enum(runStatuses);

const runId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Not the id of a run");
export const runInput = z.strictObject({ id: runId });

export const runList = z.strictObject({
  status: runStatus.optional(),
  functionId: z.string().min(1).max(200).optional(),
  /** The beginning of a run's or an event's id, or the whole id of what the event is about. */
  search: z.string().max(200).optional(),
  ...pageInput,
});
export type RunList = z.infer<typeof runList>;

/** `call`: its next call is under way or in line. `start`: the event is dated ahead, or more like it are gathered. */
const waiting = z.object({
  kind: z.enum(["call", "start", "retry", "sleep", "event", "invoke"]),
  /** The event's name. */
  name: z.string().nullable(),
  until: z.string().nullable(),
  /** Failed attempts so far. */
  attempt: z.number(),
});
export type Waiting = z.infer<typeof waiting>;

const subject = z.object({
  noun: z.enum(["execution", "event", "persona", "trigger", "message"]),
  id: z.string(),
});
export type Subject = z.infer<typeof subject>;

export const engineRun = z.object({
  id: z.string(),
  functionId: z.string(),
  eventId: z.string(),
  eventName: z.string().nullable(),
  status: runStatus,
  /** What the event is about. */
  subject: subject.nullable(),
  waitsFor: waiting.nullable(),
  /** How many steps wait beside that one. */
  moreWaits: z.number(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type EngineRun = z.infer<typeof engineRun>;

export const stepInput = z.strictObject({ id: runId, offset: pageInput.offset, limit: pageInput.limit });
export const engineStep = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["run", "sleep", "event", "invoke"]),
  state: z.enum(["waiting", "done"]),
  attempt: z.number(),
  waitsFor: waiting.nullable(),
  /** Whether the step ended with an error. */
  isFailed: z.boolean(),
  /** What it returned or threw: JSON text, shortened, secrets masked. */
  outcome: z.string().nullable(),
  updatedAt: z.string(),
});
export type EngineStep = z.infer<typeof engineStep>;

export const engineRunDetail = engineRun.extend({
  parentRunId: z.string().nullable(),
  /** The event's data, and what the function returned or threw: JSON text, shortened, secrets masked. */
  eventData: z.string().nullable(),
  result: z.string().nullable(),
  stepCount: z.number(),
});
export type EngineRunDetail = z.infer<typeof engineRunDetail>;

/** GET /api/engine. Ages in milliseconds. */
export const engineOverview = z.object({
  kind: z.enum(["embedded", "server", "cloud"]),
  /** Where the runs are seen when the engine is not the embedded one. */
  url: z.string().nullable(),
  isAnswering: z.boolean(),
  problem: z.string().nullable(),
  /** Null while the engine does not answer, or is not the embedded one. */
  live: z
    .object({
      queueDepth: z.number(),
      oldestQueuedMs: z.number().nullable(),
      callsRunning: z.number(),
      timers: z.number(),
    })
    .nullable(),
  runs: z.object({ active: z.number(), waiting: z.number(), failedLastDay: z.number() }),
  outbox: z.object({ depth: z.number(), oldestMs: z.number().nullable() }),
});
export type EngineOverview = z.infer<typeof engineOverview>;
