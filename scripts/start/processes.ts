import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identifyProcess, isRunning, type ProcessIdentity } from "./process-identity";

export type Processes = {
  supervisor: number;
  database: number | null;
  engine: number | null;
  web: number | null;
  url: string;
  /** Remembered, so that the next start takes them again. */
  databasePort: number;
  enginePort: number;
  /** Only of the embedded database; a database of the user's own is known from the environment. */
  databaseUrl: string | null;
  isReady: boolean;
};

type Recorded = Processes & { identities: ProcessIdentity[] };

const fileName = "processes.json";
const leftoverGraceMs = 2_000;

/** Notes in `<data>/processes.json` what runs, for tools beside the hub and for the next start. */
export function writeProcesses(dataDir: string, processes: Processes): void {
  const pids = [processes.database, processes.engine, processes.web].filter((pid) => pid !== null);
  const identities = pids.map(identifyProcess).filter((identity) => identity !== null);
  const path = join(dataDir, fileName);
  const recorded: Recorded = { ...processes, identities };
  writeFileSync(`${path}.new`, `${JSON.stringify(recorded, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** What the last start noted; null when there was none. */
export function readProcesses(dataDir: string): Recorded | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, fileName), "utf8")) as Recorded;
  } catch {
    return null;
  }
}

/**
 * Waits for the children of a killed supervisor, which end by themselves, and ends those that do not
 * within two seconds: two databases on one folder would destroy it.
 */
export async function awaitLeftovers(dataDir: string): Promise<void> {
  const leftovers = readProcesses(dataDir)?.identities ?? [];
  const deadline = Date.now() + leftoverGraceMs;
  while (leftovers.some(isRunning)) {
    if (Date.now() > deadline) {
      for (const leftover of leftovers.filter(isRunning)) process.kill(leftover.pid, "SIGKILL");
    }
    await delay(25);
  }
}
