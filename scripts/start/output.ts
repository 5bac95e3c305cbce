import type { ChildProcess } from "node:child_process";

/**
 * Passes everything a process prints on to `write`, and each line of its standard output to `onLine`. With
 * `isSecret`, standard output goes to `onLine` alone. Returns a function that yields the last lines written.
 */
export function collectOutput(
  child: ChildProcess,
  write: (chunk: Buffer) => void,
  onLine: (line: string) => void,
  isSecret = false,
): () => string {
  let tail = "";
  let unfinished = "";
  const keep = (chunk: Buffer): void => {
    write(chunk);
    tail = (tail + chunk.toString()).slice(-4_000);
  };
  child.stderr?.on("data", keep);
  child.stdout?.on("data", (chunk: Buffer) => {
    if (!isSecret) keep(chunk);
    const lines = (unfinished + chunk.toString()).split("\n");
    unfinished = (lines.pop() ?? "").slice(-4_000);
    for (const line of lines) onLine(line);
  });
  return () => tail.trim().split("\n").slice(-20).join("\n");
}
