import { type Change, emptyChange, mergeChanges, type StepRow } from "./change";
import { readDueTime } from "./duration";
import type { EngineState, Plan } from "./engine-state";
import { planStart } from "./event-plan";
import { parseCondition, resolveCondition } from "./expression";
import type { Json } from "./json";
import { memoOfError, type Op } from "./op-codes";
import { type Run, remember, type WaitDetail, type Waiting } from "./run";
import { armWaiting, doneRow, waitingRow } from "./waiting";

type Step = { row: StepRow; waiting: Waiting | null; start: Plan | null };

/**
 * Plans what the ops of a reply ask for: steps that ended are memoised, the others wait. Null when there
 * is nothing the run does not know already.
 */
export function planOps(engine: EngineState, run: Run, ops: readonly Op[]): Plan | null {
  const fresh = ops.filter((op) => !run.waiting.has(op.id) && !run.memos?.has(op.id));
  if (fresh.length === 0 && run.waiting.size === 0) return null;
  const steps = fresh.map((op) => planOp(engine, run, op));
  const starts = steps.flatMap(({ start }) => start ?? []);
  // Events are listened for from now on: one may arrive before the row is written.
  const listening = steps.flatMap(({ waiting }) => (waiting?.kind === "event" ? [waiting] : []));
  for (const waiting of listening) armWaiting(engine, run, waiting);
  return {
    change: mergeChanges([
      { ...emptyChange(), steps: steps.map(({ row }) => row), patches: resetAttempt(run) },
      ...starts.map((start) => start.change),
    ]),
    apply: (committed) => {
      for (const start of starts) start.apply(committed);
      if (run.isEnded) return;
      run.attempt = 0;
      run.dueMs = null;
      for (const { row, waiting } of steps) {
        if (row.memo !== null) remember(run, row.stepId, row.memo);
        else if (waiting && waiting.kind !== "event") armWaiting(engine, run, waiting);
      }
    },
    revert: () => {
      for (const start of starts) start.revert();
    },
  };
}

function resetAttempt(run: Run): Change["patches"] {
  if (run.attempt === 0) return [];
  return [
    {
      id: run.id,
      status: "active",
      attempt: 0,
      dueMs: null,
      result: null,
      endedMs: null,
      ifEvent: null,
      debounceKey: null,
    },
  ];
}

function planOp(engine: EngineState, run: Run, op: Op): Step {
  switch (op.op) {
    case "done":
      return end(engine, run, op, "run", op.memo);
    case "run":
      return wait(engine, run, op, { kind: "run", dueMs: null, detail: { isRace: op.isRace } });
    case "sleep": {
      const dueMs = readDueTime(op.until, engine.clock());
      if (dueMs === null) return refuse(engine, run, op, "sleep", `"${op.until}" is no time to sleep until`);
      return wait(engine, run, op, { kind: "sleep", dueMs, detail: { isRace: op.isRace } });
    }
    case "event":
      return planEventWait(engine, run, op);
    case "invoke":
      return planInvoke(engine, run, op);
    case "retry":
      throw new Error("a retry is not planned");
  }
}

function planEventWait(engine: EngineState, run: Run, op: Extract<Op, { op: "event" }>): Step {
  const dueMs = readDueTime(op.timeout, engine.clock());
  if (dueMs === null) return refuse(engine, run, op, "event", `"${op.timeout}" is no timeout`);
  try {
    const event = JSON.parse(run.event) as Json;
    const match = op.condition ? resolveCondition(parseCondition(op.condition), event) : [];
    // A condition that can never hold waits for its timeout, as it does on an Inngest server.
    const detail = { isRace: op.isRace, ...(match ? { event: op.event, match } : {}) };
    return wait(engine, run, op, { kind: "event", dueMs, detail });
  } catch (error) {
    return refuse(engine, run, op, "event", error instanceof Error ? error.message : String(error));
  }
}

function planInvoke(engine: EngineState, run: Run, op: Extract<Op, { op: "invoke" }>): Step {
  const definition = engine.definitions.get(op.functionId);
  if (!definition)
    return refuse(engine, run, op, "invoke", `there is no function "${op.functionId}" to invoke`);
  const dueMs = op.timeout === null ? null : readDueTime(op.timeout, engine.clock());
  const event = {
    id: `invoked_${run.id}_${op.id}`,
    name: "inngest/function.invoked",
    data: op.data as Record<string, unknown>,
    ts: engine.clock(),
  };
  const start = planStart(engine, event, { definition, parent: { runId: run.id, stepId: op.id } });
  return { ...wait(engine, run, op, { kind: "invoke", dueMs, detail: { isRace: op.isRace } }), start };
}

function wait(
  engine: EngineState,
  run: Run,
  op: { id: string; name: string },
  rest: { kind: Waiting["kind"]; dueMs: number | null; detail: WaitDetail },
): Step {
  const waiting: Waiting = {
    stepId: op.id,
    name: op.name,
    attempt: 0,
    timer: null,
    isClaimed: false,
    ...rest,
  };
  return { row: waitingRow(engine, run, waiting), waiting, start: null };
}

function end(
  engine: EngineState,
  run: Run,
  op: { id: string; name: string },
  kind: StepRow["kind"],
  memo: string,
): Step {
  return {
    row: doneRow(engine, run, { stepId: op.id, name: op.name, kind, memo }),
    waiting: null,
    start: null,
  };
}

/** A step that cannot be done ends with an error, which the function may catch. */
function refuse(
  engine: EngineState,
  run: Run,
  op: { id: string; name: string },
  kind: StepRow["kind"],
  message: string,
): Step {
  return end(engine, run, op, kind, memoOfError({ name: "Error", message: `step "${op.name}": ${message}` }));
}
