import { toCanonical } from "@/server/canonical-json";
import { type Change, type EventRow, emptyChange, mergeChanges, type RunRow } from "./change";
import { holdRun, postponeRun, readDebounceDue } from "./debounce";
import { createDebounceKey } from "./debounce-key";
import type { Definition } from "./definition";
import { addTo, type EngineState, type Plan } from "./engine-state";
import type { EngineEvent } from "./event";
import { isMatch, resolveCondition } from "./expression";
import { type Json, readPath } from "./json";
import { createRun, createRunId, type Run } from "./run";
import { planRunEnd } from "./run-end";
import { discover, planStepEnd } from "./waiting";

/** An event dated further ahead than this starts its runs only then; less is two clocks disagreeing. */
const aheadMs = 1000;

/** Who is told when the run that an event starts has ended. */
type Start = { definition: Definition; parent: Run["parent"] };

/**
 * Plans what an event does: its row, the runs it starts, the waiting steps it ends and the runs it
 * cancels. All of it happens only when no event of this id was accepted before.
 */
export function planEvent(engine: EngineState, event: EngineEvent): Plan {
  const starts = [...engine.definitions.values()]
    .filter((definition) => isTriggered(definition, event as Json & EngineEvent))
    .map((definition) => ({ definition, parent: null }));
  return planStarts(engine, event, starts);
}

/** Plans the event of an invocation or a cron slot, which starts one function whatever its triggers are. */
export function planStart(engine: EngineState, event: EngineEvent, start: Start): Plan {
  return planStarts(engine, event, [start]);
}

/** Plans one more run of a function with an event that was accepted before, given as its text. */
export function planRetry(
  engine: EngineState,
  definition: Definition,
  payload: string,
): { plan: Plan; run: Run } {
  const event = JSON.parse(payload) as EngineEvent;
  const planned = planRun(engine, event, payload, { definition, parent: null });
  const { run } = planned;
  // A row of its own, with the first one's text: a run is written together with its event.
  const eventId = `retry_${run.id}`;
  Object.assign(run, { eventId, debounceKey: null, dueMs: null });
  const row = { ...planned.row, eventId, idempotencyKey: null, dueMs: null };
  const eventRow: EventRow = { id: eventId, name: event.name, payload, receivedMs: engine.clock() };
  return {
    run,
    plan: {
      change: { ...emptyChange(), events: [eventRow], runs: [row] },
      apply: () => startRun(engine, run),
      revert: () => undefined,
    },
  };
}

/** Takes a run into memory and queues what it is to do next. */
export function startRun(engine: EngineState, run: Run): void {
  engine.runs.set(run.id, run);
  for (const { event } of run.cancels) addTo(engine.cancellable, event, run);
  if (run.debounceKey !== null) holdRun(engine, run, run.debounceKey);
  else discover(engine, run);
}

function planStarts(engine: EngineState, event: EngineEvent, starts: readonly Start[]): Plan {
  const payload = toCanonical(event);
  const row: EventRow = { id: event.id, name: event.name, payload, receivedMs: engine.clock() };
  const runs = starts.map((start) => planRun(engine, event, payload, start));
  const plans = [...planWaits(engine, event, payload), ...planCancels(engine, event)];
  const own: Change = { ...emptyChange(), events: [row], runs: runs.map(({ row: runRow }) => runRow) };
  return {
    change: mergeChanges([own, ...plans.map((plan) => plan.change)]),
    apply: (committed) => {
      if (committed.events.has(event.id)) {
        for (const { run } of runs) {
          if (committed.runs.has(run.id)) startRun(engine, run);
          else if (run.debounceKey !== null) postponeRun(engine, run.debounceKey, run);
        }
      }
      for (const plan of plans) plan.apply(committed);
    },
    revert: () => {
      for (const plan of plans) plan.revert();
    },
  };
}

function isTriggered(definition: Definition, event: Json & EngineEvent): boolean {
  return definition.triggers.some(
    (trigger) =>
      trigger.event === event.name &&
      (!trigger.condition || resolveCondition(trigger.condition, event) !== null),
  );
}

function planRun(
  engine: EngineState,
  event: EngineEvent,
  payload: string,
  { definition, parent }: Start,
): { run: Run; row: RunRow } {
  const createdMs = engine.clock();
  // An invocation always runs at once: its caller waits for the answer.
  const debounce = parent ? null : definition.debounce;
  const debounceKey = debounce
    ? createDebounceKey(definition.id, debounce.path ? toCanonical(readPath(event, debounce.path)) : "")
    : null;
  const aheadDueMs = event.ts > createdMs + aheadMs ? event.ts : null;
  const run = createRun({
    id: createRunId(),
    definition,
    eventId: event.id,
    event: payload,
    createdMs,
    attempt: 0,
    dueMs: debounce && debounceKey !== null ? readDebounceDue(engine, debounce, debounceKey) : aheadDueMs,
    parent,
    lastSeq: 0,
    debounceKey,
  });
  const path = parent ? null : definition.idempotencyPath;
  const key = path ? readPath(event, path) : undefined;
  const row: RunRow = {
    id: run.id,
    functionId: definition.id,
    eventId: event.id,
    dueMs: run.dueMs,
    idempotencyKey: key === undefined ? debounceKey : `${definition.id} ${toCanonical(key)}`,
    parentRunId: parent?.runId ?? null,
    parentStepId: parent?.stepId ?? null,
    createdMs,
  };
  return { run, row };
}

function planWaits(engine: EngineState, event: EngineEvent, payload: string): Plan[] {
  const memo = `{"data":${payload},"type":"data"}`;
  return [...(engine.waiters.get(event.name) ?? [])].flatMap((run) =>
    [...run.waiting.values()]
      .filter(({ detail, isClaimed }) => detail.event === event.name && !isClaimed)
      .filter(({ detail }) => isMatch(detail.match ?? [], event as Json & EngineEvent))
      .map((waiting) => planStepEnd(engine, run, waiting, memo, event.id)),
  );
}

function planCancels(engine: EngineState, event: EngineEvent): Plan[] {
  const now = engine.clock();
  return [...(engine.cancellable.get(event.name) ?? [])]
    .filter((run) =>
      run.cancels.some(
        (cancel) =>
          cancel.event === event.name &&
          now <= cancel.untilMs &&
          isMatch(cancel.match, event as Json & EngineEvent),
      ),
    )
    .map((run) => planRunEnd(engine, run, { status: "cancelled" }, event.id));
}
