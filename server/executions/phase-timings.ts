import type { Execution, ExecutionToolCall, ExecutionTurn } from "@/prisma/generated/client";
import type { PhaseTimings } from "@/server/executions/schema";

type Timed = Pick<
  Execution,
  "status" | "usedMs" | "durationMs" | "calledAt" | "startedAt" | "completedAt" | "createdAt"
>;
type Turn = Pick<ExecutionTurn, "createdAt" | "durationMs">;
type Call = Pick<ExecutionToolCall, "startedAt" | "completedAt">;

/**
 * Where an execution's time went, until now or its end, in milliseconds (`phaseTimings` of contracts/personas.md §1.7).
 * From its start on, the phases add up to the rest of `totalMs`. Tools that ran side by side count once. What a worker
 * ran is one turn, its tools included.
 */
export function measurePhases(row: Timed, turns: Turn[], calls: Call[], now: number): PhaseTimings {
  const end = row.completedAt?.getTime() ?? now;
  const totalMs = since(row.createdAt, end);
  const none = { setupMs: null, modelMs: 0, toolsMs: 0, waitingMs: 0, otherMs: 0, totalMs };
  if (row.startedAt === null) return { queueMs: totalMs, ...none };
  const elapsedMs = since(row.startedAt, end);
  const ranMs = measureRun(row, elapsedMs, now);
  // A clock that was set, or a turn that ended with its execution, must not make a phase longer than the run.
  const modelMs = Math.min(ranMs, sum(turns.map(({ durationMs }) => durationMs)));
  const toolsMs = Math.min(ranMs - modelMs, measureUnion(calls, end));
  const restMs = ranMs - modelMs - toolsMs;
  const setupMs = measureSetup(row.startedAt, turns, restMs);
  return {
    queueMs: since(row.createdAt, row.startedAt.getTime()),
    setupMs,
    modelMs,
    toolsMs,
    waitingMs: Math.max(0, elapsedMs - ranMs),
    otherMs: restMs - (setupMs ?? 0),
    totalMs,
  };
}

function measureRun(row: Timed, elapsedMs: number, now: number): number {
  // It never waited in between; that its place was given after its start is what claiming takes.
  if (row.usedMs === 0 && row.status !== "queued") return elapsedMs;
  return row.durationMs ?? row.usedMs + (row.status === "running" ? stretchOf(row, now) : 0);
}

/** Since it was last given its place. */
function stretchOf({ calledAt, startedAt }: Timed, now: number): number {
  return Math.max(0, now - Math.max(calledAt?.getTime() ?? 0, startedAt?.getTime() ?? 0));
}

/** Until the first turn began; a turn's row is written when it is finished. */
function measureSetup(startedAt: Date, turns: Turn[], mostMs: number): number | null {
  if (turns.length === 0) return null;
  const began = Math.min(...turns.map(({ createdAt, durationMs }) => createdAt.getTime() - durationMs));
  return Math.min(mostMs, since(startedAt, began));
}

/** The time in which at least one of the calls ran. */
function measureUnion(calls: Call[], end: number): number {
  const spans = calls
    .flatMap(({ startedAt, completedAt }) =>
      startedAt === null ? [] : [{ from: startedAt.getTime(), to: completedAt?.getTime() ?? end }],
    )
    .toSorted((one, other) => one.from - other.from);
  let total = 0;
  let until = 0;
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}

function since(from: Date, until: number): number {
  return Math.max(0, until - from.getTime());
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
