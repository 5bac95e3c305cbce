import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, told apart from a later one that was given the same number. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** Who runs under `pid` now; null when nobody does. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = readStartTime(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** True while exactly this process runs (zombies do not count). */
export function isRunning(identity: ProcessIdentity): boolean {
  return readStartTime(identity.pid) === identity.startedAt;
}

/** The command line of a process, as far as the system tells. */
export function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return askPs(pid, "command=") ?? "unknown command";
  }
}

function readStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command in brackets and may hold anything, brackets and spaces included.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Ticks since boot; the boot's own id keeps a process of an earlier boot apart.
    return fields[0] === "Z" ? null : `${readBootId()}/${fields[19]}`;
  } catch {
    return process.platform === "linux" ? null : askPs(pid, "lstart=");
  }
}

function readBootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

function askPs(pid: number, column: string): string | null {
  try {
    return (
      execFileSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8", stdio: "pipe" }).trim() ||
      null
    );
  } catch {
    return null;
  }
}
