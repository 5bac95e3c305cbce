import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { emptyChange, mergeChanges, type RunPatch } from "./change";
import { commitPlans, type EngineState } from "./engine-state";
import type { EngineEvent } from "./event";
import { planEvent } from "./event-plan";
import type { Reply } from "./host";
import type { Json } from "./json";
import { memoOfError, type Op, type Outcome, readFailure, readReply, type StepFailure } from "./op-codes";
import { planOps } from "./op-plan";
import type { Call } from "./queue";
import { backoffMs, readRetryAfter } from "./retry";
import { measureState, type Run, type Waiting, writeCallBody } from "./run";
import { planRunEnd, type RunEnd } from "./run-end";
import { LeaseLostError } from "./store";
import { armWaiting, discover, planStepEnd, waitingRow } from "./waiting";

/** A dormant run whose memos are larger than this keeps them on disk only. */
const largestIdleState = 16 * 1024;

/** Calls the function, or one planned step of it, and carries out what it answers. Never rejects. */
export async function performCall(engine: EngineState, call: Call): Promise<void> {
  const { run, stepId } = call;
  try {
    await readMemos(engine, run);
    const waiting = stepId === "step" ? null : (run.waiting.get(stepId) ?? null);
    if (run.isEnded || (stepId !== "step" && !waiting)) return;
    await engine.crashGuard.enter(run);
    if (run.isEnded) return await engine.crashGuard.leave(run);
    const underWay = { id: randomBytes(8).toString("hex"), isStale: false };
    if (!waiting) Object.assign(run, { discovery: "running", call: underWay });
    const body = writeCallBody(run, waiting?.attempt ?? run.attempt);
    const reply = await limitTime(engine, engine.host.call(run.definition.id, stepId, body)).catch(
      describeCrash,
    );
    if (!waiting) run.call = null;
    await engine.crashGuard.leave(run);
    // The run was cancelled, or a racing step has ended it: what this call did counts no more.
    if (run.isEnded) return;
    if (underWay.isStale) {
      Object.assign(run, { discovery: "idle", isRaced: true });
      discover(engine, run);
      return;
    }
    await carryOut(engine, run, waiting, readReply(reply), reply.retryAfter);
  } catch (error) {
    if (error instanceof LeaseLostError) return;
    engine.log.error({ err: error, runId: run.id }, "an outcome could not be stored");
    const failure = readFailure("its outcome could not be stored");
    await endRun(engine, run, { status: "failed", error: failure }).catch((again: unknown) => {
      engine.log.error({ err: again, runId: run.id }, "the run stays as it is until the engine starts again");
    });
  }
  unloadMemos(run);
}

/** Ends a run; a failed one also sends `inngest/function.failed`, which its onFailure function listens to. */
export async function endRun(engine: EngineState, run: Run, end: RunEnd): Promise<void> {
  const plans = [planRunEnd(engine, run, end)];
  if (end.status === "failed") {
    plans.push(planEvent(engine, describeFailureEvent(engine, run, end.error)));
    engine.log.warn(
      { functionId: run.definition.id, runId: run.id, error: end.error.message },
      "a run has failed",
    );
  }
  await commitPlans(engine, mergeChanges(plans.map((plan) => plan.change)), plans);
}

async function carryOut(
  engine: EngineState,
  run: Run,
  waiting: Waiting | null,
  outcome: Outcome,
  retryAfter: string | null,
): Promise<void> {
  if (outcome.kind === "completed") {
    const plan = outcome.ops.length > 0 ? planOps(engine, run, outcome.ops) : null;
    if (plan) await commitPlans(engine, plan.change, [plan]);
    await endRun(engine, run, { status: "completed", result: outcome.result });
    return;
  }
  const failure = outcome.kind === "failed" ? outcome : findStepFailure(outcome.ops);
  if (failure) {
    await (waiting
      ? retryStep(engine, run, waiting, failure, retryAfter)
      : retryFunction(engine, run, failure, retryAfter));
    return;
  }
  const ops = outcome.kind === "ops" ? outcome.ops : [];
  if (waiting) {
    const op = ops.find((candidate) => candidate.id === waiting.stepId);
    if (op?.op !== "done") {
      await retryStep(
        engine,
        run,
        waiting,
        { error: readFailure("the step was not run"), isFinal: false },
        null,
      );
      return;
    }
    const plan = planStepEnd(engine, run, waiting, op.memo);
    await commitPlans(engine, plan.change, [plan]);
    return;
  }
  const plan = planOps(engine, run, ops);
  if (!plan) {
    const error = readFailure("the function neither ended nor reported a step that is not known already");
    await retryFunction(engine, run, { error, isFinal: false }, null);
    return;
  }
  await commitPlans(engine, plan.change, [plan]);
  run.discovery = "idle";
  discover(engine, run);
}

type Failure = { error: StepFailure; isFinal: boolean };

async function retryFunction(
  engine: EngineState,
  run: Run,
  failure: Failure,
  retryAfter: string | null,
): Promise<void> {
  const attempt = run.attempt + 1;
  if (failure.isFinal || attempt >= run.definition.maxAttempts) {
    await endRun(engine, run, { status: "failed", error: failure.error });
    return;
  }
  const dueMs = readDue(engine, attempt, retryAfter);
  const patch: RunPatch = {
    id: run.id,
    status: "active",
    attempt,
    dueMs,
    result: null,
    endedMs: null,
    ifEvent: null,
    debounceKey: null,
  };
  await engine.commit({ ...emptyChange(), patches: [patch] });
  // Called again even when racing steps still wait.
  Object.assign(run, { attempt, dueMs, discovery: "idle", isRaced: true });
  discover(engine, run);
}

async function retryStep(
  engine: EngineState,
  run: Run,
  waiting: Waiting,
  failure: Failure,
  retryAfter: string | null,
): Promise<void> {
  const attempt = waiting.attempt + 1;
  if (failure.isFinal || attempt >= run.definition.maxAttempts) {
    const plan = planStepEnd(engine, run, waiting, memoOfError(failure.error));
    await commitPlans(engine, plan.change, [plan]);
    return;
  }
  const next = { ...waiting, attempt, dueMs: readDue(engine, attempt, retryAfter) };
  await engine.commit({ ...emptyChange(), steps: [waitingRow(engine, run, next)] });
  if (!run.isEnded) armWaiting(engine, run, next);
}

function readDue(engine: EngineState, attempt: number, retryAfter: string | null): number {
  const now = engine.clock();
  return readRetryAfter(retryAfter, now) ?? now + backoffMs(attempt, engine.firstRetryMs);
}

function findStepFailure(ops: readonly Op[]): Failure | null {
  for (const op of ops) if (op.op === "retry") return { error: op.error, isFinal: false };
  return null;
}

/** A function that never answers would hold its places for ever. What it says later counts no more. */
async function limitTime(engine: EngineState, reply: Promise<Reply>): Promise<Reply> {
  const ended = new AbortController();
  const limit = delay(engine.callLimitMs, undefined, { signal: ended.signal }).then((): never => {
    throw new Error(`the call did not end within ${engine.callLimitMs / 1000} s`);
  });
  limit.catch(() => undefined);
  return Promise.race([reply, limit]).finally(() => ended.abort());
}

function describeCrash(error: unknown): Reply {
  return {
    status: 500,
    isFinal: false,
    retryAfter: null,
    version: null,
    body: JSON.stringify(readFailure(error)),
  };
}

function describeFailureEvent(engine: EngineState, run: Run, error: StepFailure): EngineEvent {
  const event = JSON.parse(run.event) as Json;
  return {
    id: `failed_${run.id}`,
    name: "inngest/function.failed",
    data: { function_id: run.definition.id, run_id: run.id, error, event },
    ts: engine.clock(),
  };
}

/** Reads the memos of a run from disk, once however many of its calls ask; what ends meanwhile is kept. */
async function readMemos(engine: EngineState, run: Run): Promise<void> {
  if (run.memos) return;
  run.reading ??= (async () => {
    run.lateMemos = new Map();
    const memos = await engine.loadMemos(run.id);
    for (const [stepId, memo] of run.lateMemos) memos.set(stepId, memo);
    Object.assign(run, { memos, lateMemos: null, reading: null });
  })();
  await run.reading;
}

function unloadMemos(run: Run): void {
  const isDormant = [...run.waiting.values()].every((waiting) => waiting.kind !== "run");
  if (!run.memos || run.discovery !== "idle" || !isDormant) return;
  if (measureState(run) > largestIdleState) run.memos = null;
}
