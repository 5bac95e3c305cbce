import { randomBytes } from "node:crypto";
import { toCanonical } from "@/server/canonical-json";
import type { Definition } from "./definition";
import { type Match, resolveCondition } from "./expression";
import { type Json, readPath } from "./json";
import type { Timer } from "./timers";

/** What a waiting step waits for, kept as JSON in its row. */
export type WaitDetail = {
  /** The function wants to be called again as soon as this one ends, whatever else is waiting. */
  isRace: boolean;
  event?: string;
  match?: Match;
};

export type Waiting = {
  stepId: string;
  name: string;
  kind: "run" | "sleep" | "event" | "invoke";
  attempt: number;
  dueMs: number | null;
  detail: WaitDetail;
  timer: Timer | null;
  /** Its end is being written; a second end must not be. */
  isClaimed: boolean;
};

/** The call of the function that is under way; `isStale` once its further words count no more. */
export type CallUnderWay = { id: string; isStale: boolean };

export type Run = {
  id: string;
  definition: Definition;
  eventId: string;
  /** Canonical JSON text of the event that started it. */
  event: string;
  createdMs: number;
  /** Failed attempts of the function since the last step that ended. */
  attempt: number;
  dueMs: number | null;
  parent: { runId: string; stepId: string } | null;
  /** The key under which it gathers events before it starts. */
  debounceKey: string | null;
  /** Memoised steps in the order in which they ended; null while they are only on disk. */
  memos: Map<string, string> | null;
  /** What ended while the memos are being read. */
  lateMemos: Map<string, string> | null;
  reading: Promise<void> | null;
  lastSeq: number;
  /** How often the process has died while this run may have been called. */
  crashCount: number;
  waiting: Map<string, Waiting>;
  /** Events that cancel it, with what they must hold. */
  cancels: { event: string; match: Match; untilMs: number }[];
  /** Its places under the function's concurrency limits, one key per limit. */
  slotKeys: string[];
  discovery: "idle" | "queued" | "running";
  call: CallUnderWay | null;
  /** A racing step has ended since the function was last called. */
  isRaced: boolean;
  isEnded: boolean;
  timer: Timer | null;
};

export type RunStart = Pick<
  Run,
  | "id"
  | "definition"
  | "eventId"
  | "event"
  | "createdMs"
  | "attempt"
  | "dueMs"
  | "parent"
  | "lastSeq"
  | "debounceKey"
> & { crashCount?: number };

export function createRunId(): string {
  return `run_${randomBytes(12).toString("hex")}`;
}

/** A run in memory; its memos are on disk when it has any. */
export function createRun(start: RunStart): Run {
  return {
    ...start,
    ...bindEvent(start.definition, start.event, start.createdMs),
    memos: start.lastSeq === 0 ? new Map() : null,
    lateMemos: null,
    reading: null,
    waiting: new Map(),
    crashCount: start.crashCount ?? 0,
    discovery: "idle",
    call: null,
    isRaced: false,
    isEnded: false,
    timer: null,
  };
}

/** What of a run follows from the event that starts it. */
export function bindEvent(
  definition: Definition,
  payload: string,
  createdMs: number,
): Pick<Run, "cancels" | "slotKeys"> {
  const event = JSON.parse(payload) as Json;
  return {
    cancels: definition.cancels.flatMap((cancel) => {
      const match = cancel.condition ? resolveCondition(cancel.condition, event) : [];
      const untilMs = cancel.withinMs === null ? Number.POSITIVE_INFINITY : createdMs + cancel.withinMs;
      return match ? [{ event: cancel.event, match, untilMs }] : [];
    }),
    slotKeys: definition.slots.map((slot, index) => {
      const value = slot.path ? toCanonical(readPath(event, slot.path)) : "";
      return `${definition.id}|${index}|${value}`;
    }),
  };
}

/** Keeps a memo in memory; a run whose memos are on disk only reads it from there later. */
export function remember(run: Run, stepId: string, memo: string): void {
  (run.memos ?? run.lateMemos)?.set(stepId, memo);
}

/** A state larger than this does not travel in the call; the function fetches it. */
const largestStateInCall = 1024 * 1024;

/**
 * The body of a call as canonical JSON text, put together from texts that are canonical already, so that
 * a large state is not parsed and written anew for each call.
 */
export function writeCallBody(run: Run, attempt: number): string {
  const order = [...(run.memos ?? []).keys()];
  const isLarge = measureState(run) > largestStateInCall;
  const context = toCanonical({
    attempt,
    // A second discovery is never under way, so running a lone step at once is safe unless others wait.
    disable_immediate_execution: run.waiting.size > 0,
    fn_id: run.definition.id,
    max_attempts: run.definition.maxAttempts,
    qi_id: run.call?.id,
    run_id: run.id,
    stack: { current: order.length, stack: order },
    use_api: isLarge,
  });
  const steps = isLarge ? "{}" : writeSteps(run);
  return `{"ctx":${context},"event":${run.event},"events":[${run.event}],"steps":${steps},"version":-1}`;
}

/** The memoised steps by id, as the SDK takes them back. */
export function writeSteps({ memos }: Run): string {
  const steps = [...(memos ?? new Map<string, string>())].map(
    ([id, memo]) => `${JSON.stringify(id)}:${memo}`,
  );
  return `{${steps.sort().join(",")}}`;
}

/** The length of a run's memoised steps in memory, in characters. */
export function measureState({ memos }: Run): number {
  let size = 0;
  for (const memo of memos?.values() ?? []) size += memo.length;
  return size;
}
