import type { PoolMetrics, WorkerOutput } from "@/server/workers/schema";

type Measured = Pick<WorkerOutput, "status" | "isDraining" | "maxConcurrentSlots" | "availableSlots">;
/** Executions that are offered to the workers and taken by none. */
export type Waiting = { count: number; oldestWaitMs: number | null };

/**
 * The pool in figures (`workerPoolMetrics` of contracts/personas.md §1.7, which leaves their shape open). Slots are those
 * of the connected workers; one that drains fills its slots still, but offers none.
 */
export function measurePool(workers: Measured[], waiting: Waiting): PoolMetrics {
  const connected = workers.filter(({ status }) => status !== "disconnected");
  const count = (status: Measured["status"]) => workers.filter((worker) => worker.status === status).length;
  const totalSlots = sum(connected.map(({ maxConcurrentSlots }) => maxConcurrentSlots));
  const usedSlots = sum(connected.map((worker) => worker.maxConcurrentSlots - worker.availableSlots));
  const free = connected.filter(({ isDraining }) => !isDraining).map(({ availableSlots }) => availableSlots);
  return {
    totalWorkers: connected.length,
    connectingWorkers: count("connecting"),
    idleWorkers: count("idle"),
    executingWorkers: count("executing"),
    drainingWorkers: count("draining"),
    disconnectedWorkers: count("disconnected"),
    totalSlots,
    usedSlots,
    availableSlots: sum(free),
    utilization: totalSlots === 0 ? null : Math.round((usedSlots / totalSlots) * 1_000) / 1_000,
    waitingExecutions: waiting.count,
    oldestWaitMs: waiting.oldestWaitMs,
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
