import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "./log";
import { LeaseLostError } from "./store";

const firstWaitMs = 100;
const longestWaitMs = 1000;

/**
 * Asks a database that may be away until it answers; rejects when what was asked can never succeed. `ask`
 * is told which attempt this is, from 1: the database may have carried out one whose answer was lost.
 */
export async function askPatiently<T>(ask: (attempt: number) => Promise<T>, log: Log): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(attempt);
    } catch (error) {
      if (error instanceof LeaseLostError || isPermanent(error)) throw error;
      if (attempt === 1) log.warn({ err: error }, "the database does not answer; trying again");
      await delay(Math.min(firstWaitMs * attempt, longestWaitMs));
    }
  }
}

/** Whether Postgres refused the rows themselves (SQLSTATE classes of data, constraint and syntax errors). */
function isPermanent(error: unknown): boolean {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } } };
  const code = meta?.driverAdapterError?.cause?.originalCode;
  return typeof code === "string" && /^(21|22|23|42)/.test(code);
}
