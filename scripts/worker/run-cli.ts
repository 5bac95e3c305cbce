import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readStreamLine, type Said } from "./stream-json";

export type CliRun = {
  command: string;
  args: string[];
  env: Record<string, string>;
  folder: string;
  prompt: string;
  timeoutMs: number;
  onSaid: (said: Said) => void;
  onStderr: (line: string) => void;
  /** Ends it: SIGTERM to its whole group, ten seconds, SIGKILL. With the reason "lost" or "kill", SIGKILL at once. */
  signal: AbortSignal;
};
export type CliExit = { exitCode: number | null; isTimedOut: boolean; lastWords: string };

export const killGraceMs = 10_000;
const guard = join(import.meta.dirname, "guard.mjs");
const mostLastWords = 4_000;

/** Runs the Claude CLI once, in a group of its own that ends with this process, and resolves when all of it has ended. */
export async function runCli(run: CliRun): Promise<CliExit> {
  const child: ChildProcess = spawn(process.execPath, [guard, run.command, ...run.args], {
    cwd: run.folder,
    env: run.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error("The CLI's streams were not opened.");
  let lastWords = "";
  let isTimedOut = false;
  let killTimer: NodeJS.Timeout | undefined;
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const end = () => {
    if (run.signal.reason === "lost" || run.signal.reason === "kill") return kill("SIGKILL");
    kill("SIGTERM");
    killTimer ??= setTimeout(() => kill("SIGKILL"), killGraceMs);
  };
  const timer = setTimeout(() => {
    isTimedOut = true;
    end();
  }, run.timeoutMs);
  if (run.signal.aborted) end();
  else run.signal.addEventListener("abort", end);

  createInterface({ input: stdout }).on("line", (line) => {
    for (const said of readStreamLine(line)) run.onSaid(said);
  });
  createInterface({ input: stderr }).on("line", (line) => {
    lastWords = keepEnd(`${lastWords}${line}\n`);
    run.onStderr(line);
  });
  // The CLI may end without having read all of it.
  stdin.on("error", () => undefined);
  stdin.end(run.prompt);
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  // Whatever it started must not outlive it, nor hold its output open.
  kill("SIGKILL");
  await closed;
  clearTimeout(timer);
  clearTimeout(killTimer);
  run.signal.removeEventListener("abort", end);
  return { exitCode, isTimedOut, lastWords };
}

/** The last whole lines: half a line may hold half a secret, which nobody would know. */
function keepEnd(text: string): string {
  if (text.length <= mostLastWords) return text;
  return text.slice(text.indexOf("\n", text.length - mostLastWords - 1) + 1);
}
