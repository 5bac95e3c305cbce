import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { identifyProcess, isRunning, type ProcessIdentity } from "./process-identity";

export type LockHolder = ProcessIdentity & { note: string };

/**
 * Makes this process the holder of the lock file `path`; a lock whose holder has ended, however it ended,
 * is taken over. Returns the release, or the live holder (with the note it left).
 */
export function takeLock(path: string, note: string): { release: () => void } | { holder: LockHolder } {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...identifyProcess(process.pid), note }), { mode: 0o600 });
  try {
    for (;;) {
      // A link appears with its content, so nobody reads half a lock.
      if (linkUnlessThere(draft, path)) return { release: () => rmSync(path, { force: true }) };
      const holder = readLock(path);
      if (holder && isRunning(holder)) return { holder };
      removeStaleLock(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

function readLock(path: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as LockHolder;
  } catch {
    return null;
  }
}

// Another process may have replaced the stale lock meanwhile: what was moved away is looked at again.
function removeStaleLock(path: string, stale: LockHolder | null): void {
  const moved = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const found = readLock(moved);
  if (found?.pid !== stale?.pid || found?.startedAt !== stale?.startedAt) linkUnlessThere(moved, path);
  rmSync(moved, { force: true });
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
