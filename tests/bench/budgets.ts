import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { openTestDatabase } from "@/tests/support/database";
import { makeEnvironment } from "@/tests/support/test-environment";

/** Milliseconds of each hold and settling, of 50 holds at once, and of each reading of a trace of 50 turns. */
export type BudgetTimes = { holds: number[]; settles: number[]; raceMs: number; traces: number[] };

/** What a budget adds to a turn, and a long trace read. In a process of its own, because a process has one database. */
export async function measureBudgets(): Promise<Row[]> {
  const database = await openTestDatabase();
  try {
    const script = ["--import", "tsx", "tests/bench/budgets-main.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, script, {
      env: { ...process.env, ...makeEnvironment(), DATABASE_URL: database.url },
      maxBuffer: 16 * 1024 * 1024,
    });
    const { holds, settles, raceMs, traces } = JSON.parse(stdout) as BudgetTimes;
    return [
      atMost("budget held for a turn, p50", percentile(holds, 0.5), 5, "ms"),
      plain("budget held for a turn, p95", percentile(holds, 0.95), "ms"),
      atMost("budget settled for a turn, p50", percentile(settles, 0.5), 5, "ms"),
      plain("50 turns that hold at once", raceMs, "ms"),
      atMost("trace of 50 turns with 200 tool calls, p50", percentile(traces, 0.5), 50, "ms"),
    ];
  } finally {
    await database.close();
  }
}
