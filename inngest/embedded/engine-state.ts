import type { Change, Committed } from "./change";
import type { CrashGuard } from "./crash-guard";
import type { Definition } from "./definition";
import type { Host } from "./host";
import type { Log } from "./log";
import type { Queue } from "./queue";
import type { Run } from "./run";
import type { Timers } from "./timers";

/** What the parts of a running engine share. */
export type EngineState = {
  definitions: ReadonlyMap<string, Definition>;
  host: Host;
  queue: Queue;
  timers: Timers;
  clock: () => number;
  log: Log;
  firstRetryMs: number;
  callLimitMs: number;
  /** Every run that has not ended. */
  runs: Map<string, Run>;
  /** Runs that wait for an event, and runs that an event cancels, by the event's name. */
  waiters: Map<string, Set<Run>>;
  cancellable: Map<string, Set<Run>>;
  /** Runs that still gather events, by their key. */
  debounced: Map<string, Run>;
  crashGuard: CrashGuard;
  commit: (change: Change) => Promise<Committed>;
  loadMemos: (runId: string) => Promise<Map<string, string>>;
};

/**
 * A change together with what it means in memory: `apply` once it is durable, `revert` when it could not
 * be written.
 */
export type Plan = { change: Change; apply: (committed: Committed) => void; revert: () => void };

/** Writes plans in one statement, then applies them. Rejects when the write does; they are reverted then. */
export async function commitPlans(
  engine: EngineState,
  change: Change,
  plans: readonly Plan[],
): Promise<Committed> {
  try {
    const committed = await engine.commit(change);
    for (const plan of plans) plan.apply(committed);
    return committed;
  } catch (error) {
    for (const plan of plans) plan.revert();
    throw error;
  }
}

export function addTo(index: Map<string, Set<Run>>, name: string, run: Run): void {
  const runs = index.get(name);
  if (runs) runs.add(run);
  else index.set(name, new Set([run]));
}

export function removeFrom(index: Map<string, Set<Run>>, name: string, run: Run): void {
  const runs = index.get(name);
  runs?.delete(run);
  if (runs?.size === 0) index.delete(name);
}
