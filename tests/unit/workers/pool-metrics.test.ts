import { expect, test } from "vitest";
import { measurePool } from "@/server/workers/pool-metrics";
import type { WorkerStatus } from "@/server/workers/schema";

const worker = (status: WorkerStatus, slots: number, running = 0) => ({
  status,
  isDraining: status === "draining",
  currentExecutionIds: Array.from({ length: running }, (_, index) => `exe_${index}`),
  maxConcurrentSlots: slots,
  availableSlots: Math.max(0, slots - running),
});

test("no workers: nothing is used of nothing", () => {
  expect(measurePool([], { count: 2, oldestWaitMs: 5_000 })).toMatchObject({
    totalWorkers: 0,
    totalSlots: 0,
    utilization: null,
    waitingExecutions: 2,
    oldestWaitMs: 5_000,
  });
});

test("slots are those of connected workers; one that drains offers none", () => {
  const workers = [
    worker("connecting", 1),
    worker("idle", 2),
    worker("executing", 4, 1),
    worker("draining", 2, 1),
    worker("disconnected", 8, 1),
  ];
  expect(measurePool(workers, { count: 0, oldestWaitMs: null })).toEqual({
    totalWorkers: 4,
    connectingWorkers: 1,
    idleWorkers: 1,
    executingWorkers: 1,
    drainingWorkers: 1,
    disconnectedWorkers: 1,
    totalSlots: 9,
    usedSlots: 2,
    availableSlots: 6,
    utilization: 0.222,
    waitingExecutions: 0,
    oldestWaitMs: null,
  });
});
