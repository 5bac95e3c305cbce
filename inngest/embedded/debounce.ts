import { emptyChange } from "./change";
import { addTo, type EngineState, removeFrom } from "./engine-state";
import { bindEvent, type Run } from "./run";
import { discover } from "./waiting";

/** Keeps a run that gathers events until its time; the next event of its key replaces this one. */
export function holdRun(engine: EngineState, run: Run, key: string): void {
  engine.debounced.set(key, run);
  run.timer = engine.timers.at(run.dueMs ?? engine.clock(), () => void release(engine, run, key));
}

/** Gives the run that gathers under `key` the newer event and the later time that its row has now. */
export function postponeRun(engine: EngineState, key: string, newer: Run): void {
  const run = engine.debounced.get(key);
  if (!run || run.isEnded) return;
  engine.timers.cancel(run.timer);
  for (const { event } of run.cancels) removeFrom(engine.cancellable, event, run);
  Object.assign(run, {
    event: newer.event,
    eventId: newer.eventId,
    dueMs: newer.dueMs,
    ...bindEvent(run.definition, newer.event, run.createdMs),
  });
  for (const { event } of run.cancels) addTo(engine.cancellable, event, run);
  holdRun(engine, run, key);
}

/** When a run with this event may start: after the quiet period, and no later than the timeout allows. */
export function readDebounceDue(
  engine: EngineState,
  debounce: { periodMs: number; timeoutMs: number | null },
  key: string,
): number {
  const now = engine.clock();
  const firstMs = engine.debounced.get(key)?.createdMs ?? now;
  return Math.min(now + debounce.periodMs, firstMs + (debounce.timeoutMs ?? Number.POSITIVE_INFINITY));
}

/** Gives up the key, so that later events gather anew, and only then starts the run. */
async function release(engine: EngineState, run: Run, key: string): Promise<void> {
  const start = {
    id: run.id,
    status: "active" as const,
    attempt: 0,
    dueMs: null,
    result: null,
    endedMs: null,
  };
  try {
    await engine.commit({ ...emptyChange(), patches: [{ ...start, ifEvent: null, debounceKey: key }] });
  } catch (error) {
    engine.log.error({ err: error, runId: run.id }, "a debounced run could not be started");
    return;
  }
  engine.timers.cancel(run.timer);
  engine.debounced.delete(key);
  Object.assign(run, { debounceKey: null, dueMs: null });
  discover(engine, run);
}
