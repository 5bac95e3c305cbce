import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { makeEnvironment } from "@/tests/support/test-environment";

/** Milliseconds of each `findListeners`, and how many personas were found in all. */
export type MatchingTimes = { spread: number[]; oneType: number[]; changed: number[]; foundCount: number };

/**
 * From an event to its matches among 10,000 enabled subscriptions, every one with a filter on source or
 * payload: spread over 200 types, and all of one type. In a process of its own, because a process has one
 * database.
 */
export async function measureMatching(databaseUrl: string): Promise<Row[]> {
  const script = ["--import", "tsx", "tests/bench/matching-main.ts"];
  const { stdout } = await promisify(execFile)(process.execPath, script, {
    env: { ...process.env, ...makeEnvironment(), DATABASE_URL: databaseUrl },
    maxBuffer: 16 * 1024 * 1024,
  });
  const { spread, oneType, changed, foundCount } = JSON.parse(stdout) as MatchingTimes;
  if (foundCount === 0) throw new Error("No event matched anything.");
  return [
    plain("10,000 subscriptions over 200 types, p50", percentile(spread, 0.5), "ms"),
    atMost("10,000 subscriptions over 200 types, p95", percentile(spread, 0.95), 10, "ms"),
    plain("10,000 subscriptions to one type, p50", percentile(oneType, 0.5), "ms"),
    atMost("10,000 subscriptions to one type, p95", percentile(oneType, 0.95), 10, "ms"),
    plain("the first event after one of the 10,000 changed, p50", percentile(changed, 0.5), "ms"),
  ];
}
