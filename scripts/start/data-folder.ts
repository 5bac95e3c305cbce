import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock";
import { awaitLeftovers } from "./processes";

/**
 * Makes the data folder (0700) and takes it for this process alone; children that a killed start left
 * behind are gone when it returns. Throws one line that names the hub which has it. Returns the release.
 */
export async function openDataFolder(dataDir: string, url: string): Promise<() => void> {
  mkdirSync(join(dataDir, "logs"), { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const lock = takeLock(join(dataDir, "lock.json"), url);
  if ("holder" in lock) {
    const { pid, note } = lock.holder;
    throw new Error(
      `Ensemble already runs on ${dataDir} (pid ${pid}, ${note}). Stop it, or choose another folder with --data.`,
    );
  }
  await awaitLeftovers(dataDir);
  return lock.release;
}
