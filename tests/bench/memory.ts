import { readFileSync } from "node:fs";
import { atMost, plain, type Row } from "@/tests/bench/figures";

/** Resident memory of each process in MB, and their sum held against `most`. Linux only. */
export function measureMemory(label: string, pids: Record<string, number>, most: number): Row[] {
  const sizes = Object.entries(pids).map(([name, pid]) => ({ name, mb: measureResidentMb(pid) }));
  const total = sizes.reduce((sum, { mb }) => sum + mb, 0);
  return [
    ...sizes.map(({ name, mb }) => plain(`memory, ${label}: ${name}`, mb, "MB")),
    atMost(`memory, ${label}: all`, total, most, "MB"),
  ];
}

/** Resident memory of one process in MB. Linux only. */
export function measureResidentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? 0) / 1024;
}
