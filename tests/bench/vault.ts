import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { atMost, percentile, plain, type Row } from "@/tests/bench/figures";
import { openTestDatabase } from "@/tests/support/database";
import { makeEnvironment } from "@/tests/support/test-environment";

/** Milliseconds of each read of a persona's five credentials, of redacting a megabyte, and of rotating all. */
export type VaultTimes = {
  warm: number[];
  cold: number[];
  redactMs: number;
  rotationMs: number;
  rotatedCount: number;
};

/** A vault of 10,000 credentials: read, and sealed anew. In a process of its own, because a process has one database. */
export async function measureVault(): Promise<Row[]> {
  const database = await openTestDatabase();
  try {
    const script = ["--import", "tsx", "tests/bench/vault-main.ts"];
    const { stdout } = await promisify(execFile)(process.execPath, script, {
      env: { ...process.env, ...makeEnvironment(), DATABASE_URL: database.url },
      maxBuffer: 16 * 1024 * 1024,
    });
    const { warm, cold, redactMs, rotationMs, rotatedCount } = JSON.parse(stdout) as VaultTimes;
    return [
      atMost("five credentials read and opened, p50", percentile(warm, 0.5), 1, "ms"),
      plain("the same from the database, p50", percentile(cold, 0.5), "ms"),
      plain("a megabyte redacted", redactMs, "ms"),
      atMost(`${rotatedCount.toLocaleString("en")} credentials sealed anew`, rotationMs / 1_000, 30, "s"),
    ];
  } finally {
    await database.close();
  }
}
