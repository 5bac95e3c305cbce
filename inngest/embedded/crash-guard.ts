import { setTimeout as delay } from "node:timers/promises";
import type { Run } from "./run";

/** A run that was under way this often when the process died is called alone from then on. */
export const suspectAfter = 2;
/** A run that died with the process this often is given up. */
export const givenUpAfter = 5;
/** What kills a process does so soon; longer calls of others need not wait for each other. */
const aloneMs = 3000;

export type CrashGuard = {
  /** Before a call: a suspect waits for its turn, and is marked for the case that it does not come back. */
  enter(run: Run): Promise<void>;
  /** After a call that came back. */
  leave(run: Run): Promise<void>;
};

/**
 * Finds the run whose calls end the process among those that were merely under way beside it. `write`
 * stores a run's count durably.
 */
export function createCrashGuard(write: (runId: string, count: number) => Promise<unknown>): CrashGuard {
  const turns = new Map<string, () => void>();
  let lastTurn: Promise<unknown> = Promise.resolve();

  return {
    async enter(run) {
      if (run.crashCount < suspectAfter) return;
      const before = lastTurn;
      const { promise, resolve } = Promise.withResolvers<void>();
      lastTurn = before.then(() => Promise.race([promise, delay(aloneMs)]));
      turns.set(run.id, resolve);
      await before;
      run.crashCount++;
      await write(run.id, run.crashCount);
    },
    async leave(run) {
      turns.get(run.id)?.();
      turns.delete(run.id);
      if (run.crashCount === 0) return;
      run.crashCount = 0;
      await write(run.id, 0);
    },
  };
}
