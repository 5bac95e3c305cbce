import { debounceKeys } from "./debounce-key";

export type EventRow = { id: string; name: string; payload: string; receivedMs: number };

export type RunRow = {
  id: string;
  functionId: string;
  eventId: string;
  dueMs: number | null;
  idempotencyKey: string | null;
  parentRunId: string | null;
  parentStepId: string | null;
  createdMs: number;
};

export type StepRow = {
  runId: string;
  stepId: string;
  name: string;
  kind: "run" | "sleep" | "event" | "invoke";
  state: "waiting" | "done";
  seq: number;
  attempt: number;
  dueMs: number | null;
  detail: string | null;
  memo: string | null;
  updatedMs: number;
  /** Written only when this event of the same change is new. */
  ifEvent: string | null;
};

export type RunPatch = {
  id: string;
  status: "active" | "completed" | "failed" | "cancelled";
  attempt: number;
  dueMs: number | null;
  result: string | null;
  endedMs: number | null;
  ifEvent: string | null;
  /** The key under which the run gathers events; it is given up with any patch. */
  debounceKey: string | null;
};

/** What is written together or not at all. A run is written only when its event is new. */
export type Change = { events: EventRow[]; runs: RunRow[]; steps: StepRow[]; patches: RunPatch[] };

/** The ids of the events and runs that were new. */
export type Committed = { events: ReadonlySet<string>; runs: ReadonlySet<string> };

export function emptyChange(): Change {
  return { events: [], runs: [], steps: [], patches: [] };
}

export function mergeChanges(changes: readonly Change[]): Change {
  const [only] = changes;
  if (only && changes.length === 1) return only;
  return {
    events: changes.flatMap((change) => change.events),
    runs: changes.flatMap((change) => change.runs),
    steps: changes.flatMap((change) => change.steps),
    patches: changes.flatMap((change) => change.patches),
  };
}

/** A key for each existing row that the change touches; one statement may touch a row only once. */
export function touchedRows(change: Change): string[] {
  return [
    ...change.steps.map((step) => `${step.runId}|${step.stepId}`),
    ...change.patches.map((patch) => patch.id),
    ...change.patches.flatMap((patch) => patch.debounceKey ?? []),
    ...debounceKeys(change.runs),
  ];
}
