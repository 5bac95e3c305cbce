import { emptyChange, type StepRow } from "./change";
import { addTo, commitPlans, type EngineState, type Plan, removeFrom } from "./engine-state";
import { memoOfData, memoOfError } from "./op-codes";
import { type Run, remember, type Waiting } from "./run";

/** Queues a call of the function unless one is under way; a racing step's end is then seen afterwards. */
export function discover(engine: EngineState, run: Run): void {
  if (run.isEnded || run.discovery !== "idle") return;
  if (run.waiting.size > 0 && !run.isRaced) return;
  run.isRaced = false;
  run.discovery = "queued";
  run.timer = callAt(engine, run, "step", run.dueMs);
}

/** Puts a waiting step in force: its timer is armed, its event listened for, its call queued. */
export function armWaiting(engine: EngineState, run: Run, waiting: Waiting): void {
  run.waiting.set(waiting.stepId, waiting);
  if (waiting.kind === "run") {
    waiting.timer = callAt(engine, run, waiting.stepId, waiting.dueMs);
    return;
  }
  if (waiting.detail.event !== undefined) addTo(engine.waiters, waiting.detail.event, run);
  const { dueMs } = waiting;
  if (dueMs !== null) waiting.timer = engine.timers.at(dueMs, () => void endByTime(engine, run, waiting));
}

/** Takes a waiting step out of memory again. */
export function disarmWaiting(engine: EngineState, run: Run, waiting: Waiting): void {
  run.waiting.delete(waiting.stepId);
  engine.timers.cancel(waiting.timer);
  const { event } = waiting.detail;
  if (event === undefined) return;
  const isStillListening = [...run.waiting.values()].some((other) => other.detail.event === event);
  if (!isStillListening) removeFrom(engine.waiters, event, run);
}

/**
 * Plans the end of a waiting step with its memo. The step is claimed until the plan is applied or
 * reverted. With `ifEvent` it only ends when that event of the same change is new.
 */
export function planStepEnd(
  engine: EngineState,
  run: Run,
  waiting: Waiting,
  memo: string,
  ifEvent: string | null = null,
): Plan {
  waiting.isClaimed = true;
  const row = doneRow(engine, run, { stepId: waiting.stepId, name: waiting.name, kind: waiting.kind, memo });
  // Its time may have come meanwhile. Never at once: a write that is refused would be tried without pause.
  const release = () => {
    waiting.isClaimed = false;
    const { dueMs, kind } = waiting;
    if (dueMs === null || dueMs > engine.clock() || kind === "run" || run.isEnded) return;
    waiting.timer = engine.timers.at(engine.clock(), () => void endByTime(engine, run, waiting));
  };
  return {
    change: { ...emptyChange(), steps: [{ ...row, ifEvent }] },
    apply: (committed) => {
      if (run.isEnded) return;
      if (ifEvent !== null && !committed.events.has(ifEvent)) {
        release();
        return;
      }
      disarmWaiting(engine, run, waiting);
      remember(run, waiting.stepId, memo);
      if (waiting.detail.isRace) run.isRaced = true;
      discover(engine, run);
    },
    revert: release,
  };
}

/** The row of a step that has ended, with the next place in the run's order. */
export function doneRow(
  engine: EngineState,
  run: Run,
  step: Pick<StepRow, "stepId" | "name" | "kind"> & { memo: string },
): StepRow {
  run.lastSeq++;
  return {
    ...step,
    runId: run.id,
    state: "done",
    seq: run.lastSeq,
    attempt: 0,
    dueMs: null,
    detail: null,
    updatedMs: engine.clock(),
    ifEvent: null,
  };
}

export function waitingRow(engine: EngineState, run: Run, waiting: Waiting): StepRow {
  return {
    runId: run.id,
    stepId: waiting.stepId,
    name: waiting.name,
    kind: waiting.kind,
    state: "waiting",
    seq: 0,
    attempt: waiting.attempt,
    dueMs: waiting.dueMs,
    detail: JSON.stringify(waiting.detail),
    memo: null,
    updatedMs: engine.clock(),
    ifEvent: null,
  };
}

/** A sleep is over, or a wait has timed out. */
async function endByTime(engine: EngineState, run: Run, waiting: Waiting): Promise<void> {
  if (run.isEnded || waiting.isClaimed || !run.waiting.has(waiting.stepId)) return;
  const memo =
    waiting.kind === "invoke"
      ? memoOfError({ name: "InvokeTimeoutError", message: "the invoked function did not end in time" })
      : memoOfData(null);
  const plan = planStepEnd(engine, run, waiting, memo);
  await commitPlans(engine, plan.change, [plan]).catch((error: unknown) => {
    engine.log.error({ err: error, runId: run.id }, "a timer could not be recorded");
  });
}

function callAt(engine: EngineState, run: Run, stepId: string, dueMs: number | null) {
  const push = () => {
    if (!run.isEnded) engine.queue.push({ run, stepId, queuedMs: engine.clock() });
  };
  if (dueMs !== null && dueMs > engine.clock()) return engine.timers.at(dueMs, push);
  push();
  return null;
}
