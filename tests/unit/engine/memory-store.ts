import type { Change, Committed, RunPatch, RunRow, StepRow } from "@/inngest/embedded/change";
import { isDebounceKey } from "@/inngest/embedded/debounce-key";
import type { RunSource } from "@/inngest/embedded/resume";
import { LeaseLostError } from "@/inngest/embedded/store";

type StoredRun = RunRow & Pick<RunPatch, "status" | "attempt">;

/** What the engine's statements do, on maps: for sequences too many for a database. */
export function createMemoryStore() {
  const events = new Map<string, string>();
  const runs = new Map<string, StoredRun>();
  const steps = new Map<string, Map<string, StepRow>>();
  let token = 0;

  function insertRun(row: RunRow): string | null {
    const key = row.idempotencyKey;
    const holder = key === null ? undefined : [...runs.values()].find((run) => run.idempotencyKey === key);
    if (!holder) {
      runs.set(row.id, { ...row, status: "active", attempt: 0 });
      steps.set(row.id, new Map());
      return row.id;
    }
    if (!isDebounceKey(key)) return null;
    Object.assign(holder, { eventId: row.eventId, dueMs: row.dueMs });
    return holder.id;
  }

  function write(holder: number, change: Change): Committed {
    if (holder !== token) throw new LeaseLostError("another engine has taken over");
    const newEvents = new Set<string>();
    for (const event of change.events) {
      if (events.has(event.id)) continue;
      events.set(event.id, event.payload);
      newEvents.add(event.id);
    }
    const isWritten = (row: { ifEvent: string | null }) => row.ifEvent === null || newEvents.has(row.ifEvent);
    const written = change.runs.flatMap((row) => (newEvents.has(row.eventId) ? (insertRun(row) ?? []) : []));
    const touched = new Set<string>();
    for (const row of change.steps.filter(isWritten)) {
      once(touched, `${row.runId} ${row.stepId}`);
      const rows = steps.get(row.runId);
      if (rows?.get(row.stepId)?.state !== "done") rows?.set(row.stepId, row);
    }
    for (const patch of change.patches.filter(isWritten)) {
      once(touched, patch.id);
      const run = runs.get(patch.id);
      if (run?.status !== "active") continue;
      const idempotencyKey = isDebounceKey(run.idempotencyKey) ? null : run.idempotencyKey;
      Object.assign(run, {
        status: patch.status,
        attempt: patch.attempt,
        dueMs: patch.dueMs,
        idempotencyKey,
      });
    }
    return { events: newEvents, runs: new Set(written) };
  }

  const active = () => [...runs.values()].filter(({ status }) => status === "active");
  const stepsOf = (runId: string) => [...(steps.get(runId)?.values() ?? [])];
  const source: RunSource = {
    loadActiveRuns: async () =>
      active().map((run) => ({
        ...run,
        crashCount: 0,
        payload: events.get(run.eventId) ?? "{}",
        dueAt: run.dueMs === null ? null : new Date(run.dueMs),
        createdAt: new Date(run.createdMs),
        lastSeq: Math.max(0, ...stepsOf(run.id).map(({ seq }) => seq)),
      })),
    loadWaits: async () =>
      active().flatMap((run) =>
        stepsOf(run.id)
          .filter(({ state }) => state === "waiting")
          .map((step) => ({ ...step, dueAt: step.dueMs === null ? null : new Date(step.dueMs) })),
      ),
  };

  return {
    source,
    write,
    active,
    stepsOf,
    payload: (eventId: string) => events.get(eventId) ?? "{}",
    all: () => [...runs.values()],
    /** Shuts the last engine out. */
    take: () => ++token,
    holder: () => token,
    loadMemos: async (runId: string) =>
      new Map(
        stepsOf(runId)
          .filter(({ state }) => state === "done")
          .sort((one, other) => one.seq - other.seq)
          .map(({ stepId, memo }) => [stepId, memo ?? "null"]),
      ),
  };
}

/** As in Postgres, one statement may not touch a row twice. */
function once(touched: Set<string>, row: string): void {
  if (touched.has(row)) throw new Error(`one statement touches ${row} twice`);
  touched.add(row);
}

export type MemoryStore = ReturnType<typeof createMemoryStore>;
