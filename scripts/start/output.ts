import type { ChildProcess } from "node:child_process";

/**
 * Passes everything a process prints on to `write`, and each line of its standard output to `onLine`.
 * Returns a function that yields its last lines.
 */
export function collectOutput(
  child: ChildProcess,
  write: (chunk: Buffer) => void,
  onLine: (line: string) => void,
): () => string {
  let tail = "";
  let unfinished = "";
  const keep = (chunk: Buffer): void => {
    write(chunk);
    tail = (tail + chunk.toString()).slice(-4_000);
  };
  child.stderr?.on("data", keep);
  child.stdout?.on("data", (chunk: Buffer) => {
    keep(chunk);
    const lines = (unfinished + chunk.toString()).split("\n");
    unfinished = (lines.pop() ?? "").slice(-4_000);
    for (const line of lines) onLine(line);
  });
  return () => tail.trim().split("\n").slice(-20).join("\n");
}
