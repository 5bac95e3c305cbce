import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createId } from "@/lib/ids";

/** The id this worker keeps over its restarts, by its name, in the folder it works in; made on its first start. */
export function readWorkerId(workDir: string, name: string): string {
  mkdirSync(workDir, { recursive: true, mode: 0o700 });
  const path = join(workDir, `${name.replaceAll(/[^A-Za-z0-9_-]/g, "_")}.id`);
  try {
    const kept = readFileSync(path, "utf8").trim();
    if (/^wrk_[a-z0-9]+$/.test(kept)) return kept;
  } catch {
    // Its first start.
  }
  const id = createId("worker");
  writeFileSync(path, `${id}\n`, { mode: 0o600 });
  return id;
}

/** Removes the folders of executions that an earlier process of this worker left behind. */
export function clearLeftovers(workDir: string, workerId: string): void {
  rmSync(join(workDir, "runs", workerId), { recursive: true, force: true });
}
