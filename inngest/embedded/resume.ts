import { endRun } from "./call";
import { mergeChanges } from "./change";
import { givenUpAfter } from "./crash-guard";
import { isDebounceKey } from "./debounce-key";
import { commitPlans, type EngineState } from "./engine-state";
import { startRun } from "./event-plan";
import { askPatiently } from "./patience";
import { createRun, type Run, type WaitDetail } from "./run";
import { planRunEnd } from "./run-end";
import type { StoredRun, StoredWait } from "./store";
import { armWaiting } from "./waiting";

/** Where the runs of the last engine are read from. */
export type RunSource = { loadActiveRuns(): Promise<StoredRun[]>; loadWaits(): Promise<StoredWait[]> };

/**
 * Takes every run that has not ended back into memory: what waits keeps its due time, what was under way
 * is called again. A run whose function is gone fails. Returns how many go on.
 */
export async function resumeRuns(engine: EngineState, source: RunSource): Promise<number> {
  const storedRuns = await askPatiently(source.loadActiveRuns, engine.log);
  const waits = await askPatiently(source.loadWaits, engine.log);
  const runs = new Map<string, Run>();
  const doomed: Run[] = [];
  for (const stored of storedRuns) {
    const run = restoreRun(engine, stored);
    if (run && run.crashCount >= givenUpAfter) doomed.push(run);
    else if (run) runs.set(run.id, run);
  }
  for (const wait of waits) {
    const run = runs.get(wait.runId);
    const detail = JSON.parse(wait.detail ?? '{"isRace":false}') as WaitDetail;
    if (!run) continue;
    // A race may have been decided just before the end; asking once more costs one call.
    if (detail.isRace) run.isRaced = true;
    const dueMs = wait.dueAt?.getTime() ?? null;
    armWaiting(engine, run, { ...wait, dueMs, detail, timer: null, isClaimed: false });
  }
  for (const run of runs.values()) startRun(engine, run);
  await failOrphans(
    engine,
    storedRuns.filter(({ functionId }) => !engine.definitions.has(functionId)),
  );
  for (const run of doomed) {
    const message = `the engine's process has died ${run.crashCount} times while this run was called`;
    await endRun(engine, run, { status: "failed", error: { name: "Error", message } });
  }
  return runs.size;
}

function restoreRun(engine: EngineState, stored: StoredRun): Run | null {
  const definition = engine.definitions.get(stored.functionId);
  if (!definition) return null;
  const { parentRunId, parentStepId } = stored;
  return createRun({
    id: stored.id,
    definition,
    eventId: stored.eventId,
    event: stored.payload,
    createdMs: stored.createdAt.getTime(),
    attempt: stored.attempt,
    dueMs: stored.dueAt?.getTime() ?? null,
    parent: parentRunId && parentStepId ? { runId: parentRunId, stepId: parentStepId } : null,
    lastSeq: stored.lastSeq,
    crashCount: stored.crashCount,
    debounceKey: isDebounceKey(stored.idempotencyKey) ? stored.idempotencyKey : null,
  });
}

async function failOrphans(engine: EngineState, orphans: readonly StoredRun[]): Promise<void> {
  if (orphans.length === 0) return;
  const plans = orphans.map((stored) => {
    engine.log.warn(
      { runId: stored.id, functionId: stored.functionId },
      "a run's function is gone; the run fails",
    );
    const definition = {
      id: stored.functionId,
      triggers: [],
      crons: [],
      maxAttempts: 1,
      slots: [],
      idempotencyPath: null,
      debounce: null,
      cancels: [],
    };
    const parent =
      stored.parentRunId && stored.parentStepId
        ? { runId: stored.parentRunId, stepId: stored.parentStepId }
        : null;
    const run = createRun({
      ...stored,
      definition,
      event: stored.payload,
      createdMs: stored.createdAt.getTime(),
      dueMs: null,
      parent,
      debounceKey: null,
    });
    const error = { name: "Error", message: `the function ${stored.functionId} no longer exists` };
    return planRunEnd(engine, run, { status: "failed", error });
  });
  await commitPlans(engine, mergeChanges(plans.map((plan) => plan.change)), plans);
}
