import { emptyChange, mergeChanges } from "./change";
import { type EngineState, type Plan, removeFrom } from "./engine-state";
import { memoOfError, type StepFailure } from "./op-codes";
import type { Run } from "./run";
import { disarmWaiting, planStepEnd } from "./waiting";

export type RunEnd =
  | { status: "completed"; result: string }
  | { status: "failed"; error: StepFailure }
  | { status: "cancelled" };

/** A result that only tells what happened need not be kept beyond this. */
const longestResult = 1024 * 1024;

/**
 * Plans the end of a run: its row, and the step of the run that invoked it. With `ifEvent` it only ends
 * when that event of the same change is new.
 */
export function planRunEnd(engine: EngineState, run: Run, end: RunEnd, ifEvent: string | null = null): Plan {
  const result = end.status === "completed" ? end.result : JSON.stringify(describeFailure(end));
  const parentPlan = planParentStep(engine, run, end, ifEvent);
  const patch = {
    id: run.id,
    status: end.status,
    attempt: run.attempt,
    dueMs: null,
    result: result.length > longestResult ? null : result,
    endedMs: engine.clock(),
    ifEvent,
    debounceKey: run.debounceKey,
  };
  return {
    change: mergeChanges([
      { ...emptyChange(), patches: [patch] },
      ...(parentPlan ? [parentPlan.change] : []),
    ]),
    apply: (committed) => {
      if (ifEvent === null || committed.events.has(ifEvent)) forgetRun(engine, run);
      parentPlan?.apply(committed);
    },
    revert: () => parentPlan?.revert(),
  };
}

function planParentStep(engine: EngineState, run: Run, end: RunEnd, ifEvent: string | null): Plan | null {
  const parent = run.parent ? engine.runs.get(run.parent.runId) : undefined;
  const waiting = run.parent ? parent?.waiting.get(run.parent.stepId) : undefined;
  if (!parent || !waiting || waiting.isClaimed) return null;
  const memo =
    end.status === "completed" ? `{"data":${end.result},"type":"data"}` : memoOfError(describeFailure(end));
  return planStepEnd(engine, parent, waiting, memo, ifEvent);
}

function describeFailure(end: Exclude<RunEnd, { status: "completed" }>): StepFailure {
  return end.status === "failed" ? end.error : { name: "Error", message: "the run was cancelled" };
}

function forgetRun(engine: EngineState, run: Run): void {
  run.isEnded = true;
  engine.timers.cancel(run.timer);
  if (run.debounceKey !== null) engine.debounced.delete(run.debounceKey);
  for (const waiting of [...run.waiting.values()]) disarmWaiting(engine, run, waiting);
  for (const { event } of run.cancels) removeFrom(engine.cancellable, event, run);
  engine.runs.delete(run.id);
}
