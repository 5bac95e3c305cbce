import { z } from "zod";
import { executionStatuses, waitReasons } from "@/server/executions/schema";
import { jsonText, plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput, versionNumber } from "@/server/personas/schema";
import { eventTypeInput } from "@/server/subscriptions/schema";

export const eventStatuses = [
  "pending",
  "processing",
  "delivered",
  "partial",
  "skipped",
  "failed",
  "dead_letter",
] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** What can happen to an event after its receipt, in the words of its audit trail. */
export const eventActions = [
  "received",
  "subscriptions_evaluated",
  "dispatched",
  "dispatch_failed",
  "skipped",
  "failed",
  "waiting_at_capacity",
  "retry_scheduled",
  "retried",
  "retry_dropped",
  "moved_to_dead_letter",
  "manual_retry",
  "hop_limit_reached",
  "loop_noticed",
  "loop_guard_tripped",
  "replayed",
  "replay_of",
] as const;
export type EventAction = (typeof eventActions)[number];

/** POST /api/events (contracts/personas.md §1.6). */
export const eventPublish = z.strictObject({
  eventType: eventTypeInput,
  sourceType: plainText(64).min(1).default("manual"),
  sourceId: plainText(500).nullable().optional(),
  targetPersonaId: idInput.nullable().optional(),
  payload: jsonText(1024 * 1024)
    .nullable()
    .optional(),
  useCaseId: plainText(200).nullable().optional(),
  /** The execution that brings this about; its own causes are carried on, and count for the loop guard. */
  causedByExecutionId: idInput.optional(),
  projectId: z.string().max(200).optional(),
});
export type EventPublish = z.infer<typeof eventPublish>;

const timeInput = z.iso.datetime({ offset: true });

const eventFilters = {
  eventType: plainText(64).optional(),
  sourceType: plainText(64).optional(),
  sourceId: plainText(500).optional(),
  status: z.enum(eventStatuses).optional(),
  /** Events that name the persona as their target, or that it has an execution for. */
  personaId: idInput.optional(),
  triggerId: idInput.optional(),
  /** Replays of this event. */
  replayOfEventId: idInput.optional(),
  /** What an execution emitted or set off. */
  causedByExecutionId: idInput.optional(),
  since: timeInput.optional(),
  until: timeInput.optional(),
  /** An id, or a part of type or source; of the newest 2,000 also a part of the payload's first 64 K characters. */
  search: plainText(200).optional(),
};

export const eventList = z.strictObject({ ...pageInput, ...eventFilters });
export type EventList = z.infer<typeof eventList>;
const eventFilter = z.strictObject(eventFilters);
export type EventFilter = z.infer<typeof eventFilter>;

/** The caller's own key: the same key replays an event once. REST takes it as Idempotency-Key, too. */
const replayKey = plainText(200).min(1).optional();

export const eventReplay = z.strictObject({ id: idInput, key: replayKey });
export type EventReplay = z.infer<typeof eventReplay>;

export const mostReplayed = 1_000;

/** A selection to replay: by id, or by the filters of the list. */
export const eventsReplay = z.strictObject({
  ...eventFilters,
  ids: z.array(idInput).min(1).max(mostReplayed).optional(),
  key: replayKey,
});
export type EventsReplay = z.infer<typeof eventsReplay>;

/** `eventIds` are the replays under this key, those made before included; `skipped` counts what made none. */
export const eventsReplayed = z.object({
  replayed: z.number(),
  skipped: z.number(),
  eventIds: z.array(z.string()),
});
export type EventsReplayed = z.infer<typeof eventsReplayed>;

export const payloadInput = z.strictObject({ id: idInput, offset: pageInput.offset });

/** One step of what led to an event: the execution of a persona, and the event and subscription behind it. */
export const eventCause = z.object({
  eventId: z.string().nullable(),
  executionId: z.string(),
  personaId: z.string(),
  subscriptionId: z.string().nullable(),
});
export type Cause = z.infer<typeof eventCause>;

/** contracts/personas.md §1.1. `payload` is null when it is longer than a reply carries; payloadBytes says how long it is. */
export const eventOutput = z.object({
  id: z.string(),
  projectId: z.string(),
  eventType: z.string(),
  sourceType: z.string(),
  sourceId: z.string().nullable(),
  targetPersonaId: z.string().nullable(),
  payload: z.string().nullable(),
  payloadBytes: z.number(),
  status: z.enum(eventStatuses),
  errorMessage: z.string().nullable(),
  processedAt: z.string().nullable(),
  useCaseId: z.string().nullable(),
  triggerId: z.string().nullable(),
  /** How many executions stand between this event and one from outside. */
  hopCount: z.number(),
  causes: z.array(eventCause),
  replayOfEventId: z.string().nullable(),
  /** How many further attempts were made, of all its executions together. */
  retryCount: z.number(),
  nextRetryAt: z.string().nullable(),
  createdAt: z.string(),
});
export type EventOutput = z.infer<typeof eventOutput>;

/** An event with what became of it, oldest first; its receipt comes first. */
export const eventAudit = z.object({
  event: eventOutput,
  audit: z.array(
    z.object({
      id: z.string(),
      action: z.enum(eventActions),
      subscriptionId: z.string().nullable(),
      personaId: z.string().nullable(),
      personaName: z.string().nullable(),
      executionId: z.string().nullable(),
      detail: z.string().nullable(),
      createdAt: z.string(),
    }),
  ),
});
export type EventAudit = z.infer<typeof eventAudit>;

/** A piece of a long payload: characters from `offset` on. */
export const payloadPage = z.object({
  text: z.string(),
  nextOffset: z.number().nullable(),
  totalCharacters: z.number(),
});
export type PayloadPage = z.infer<typeof payloadPage>;

/** Events per minute over the last hour, oldest first, sixty entries. */
export const eventHistogram = z.array(z.object({ minute: z.string(), count: z.number() }));
export type EventHistogram = z.infer<typeof eventHistogram>;

/** Ids as a list, or as one text with commas between, as a query parameter carries them. */
export const reachInput = z.strictObject({
  ids: z
    .union([z.array(idInput), z.string().transform((text) => text.split(","))])
    .pipe(z.array(idInput).min(1).max(500)),
});
export type ReachInput = z.infer<typeof reachInput>;

/** An execution in short, as it stands beside the event that caused it. */
const reachedExecution = z.object({
  id: z.string(),
  eventId: z.string().nullable(),
  personaId: z.string(),
  personaName: z.string(),
  status: z.enum(executionStatuses),
  waitingFor: z.enum(waitReasons).nullable(),
  attempt: z.number(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});
export type ReachedExecution = z.infer<typeof reachedExecution>;

/** What those events reached: the latest attempt for each persona, oldest first. */
export const eventReach = z.array(reachedExecution);

export const lanesInput = z.strictObject({ since: timeInput, until: timeInput.optional() });
export type LanesInput = z.infer<typeof lanesInput>;

/** Events and executions of a span of time, at most 500 of each, newest first; the counts say how many there are. */
export const eventLanes = z.object({
  events: z.array(
    z.object({
      id: z.string(),
      eventType: z.string(),
      sourceId: z.string().nullable(),
      status: z.enum(eventStatuses),
      createdAt: z.string(),
    }),
  ),
  executions: z.array(reachedExecution),
  eventCount: z.number(),
  executionCount: z.number(),
});
export type EventLanes = z.infer<typeof eventLanes>;

const chainedEvent = z.object({
  id: z.string(),
  eventType: z.string(),
  status: z.enum(eventStatuses),
  createdAt: z.string(),
});

/** What led to an event, step by step, and what it led to. Types of events that have expired are null. */
export const eventChain = z.object({
  causes: z.array(
    z.object({
      eventId: z.string().nullable(),
      eventType: z.string().nullable(),
      executionId: z.string(),
      personaName: z.string(),
    }),
  ),
  effects: z.array(chainedEvent.extend({ personaName: z.string() })),
  replays: z.array(chainedEvent),
});
export type EventChain = z.infer<typeof eventChain>;

export const promptPreviewInput = z.strictObject({
  personaId: idInput,
  eventId: idInput.optional(),
  /** Null or absent for the live one. */
  version: versionNumber.optional(),
});
export type PromptPreviewInput = z.infer<typeof promptPreviewInput>;

export const promptPreview = z.object({
  system: z.string(),
  user: z.string(),
  /** SHA-256 of both, as an execution would note it. */
  hash: z.string(),
  version: z.number(),
  blocks: z.array(
    z.object({ id: z.string(), part: z.enum(["system", "user"]), title: z.string(), text: z.string() }),
  ),
});
export type PromptPreview = z.infer<typeof promptPreview>;
