import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { awaitState } from "./settle";

export type WorkerProcess = {
  workerId: string;
  pid: number;
  workDir: string;
  readonly output: string;
  signal: (signal: NodeJS.Signals) => void;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
  /** Ends it whatever state it is in, and removes its folder. */
  dispose: () => Promise<void>;
};
export type WorkerSetting = {
  args?: string[];
  env?: Record<string, string>;
  /** The CLI; the stand-in by default. */
  claude?: string;
};

const standIn = resolve("tests/support/claude-cli.mjs");

/** Runs scripts/worker.ts, as npm run worker does, against a hub, with the stand-in for the Claude CLI. */
export function spawnWorker(
  hub: { url: string; workerToken: string },
  { args = [], env = {}, claude = standIn }: WorkerSetting = {},
): { child: ChildProcess; workDir: string; read: () => string } {
  const workDir = mkdtempSync(join(tmpdir(), "ensemble-worker-"));
  const flags = ["--hub", hub.url, "--claude", claude, "--work", workDir, ...args];
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts", ...flags], {
    env: { PATH: process.env.PATH, HOME: workDir, NODE_ENV: "test", WORKER_TOKEN: hub.workerToken, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece) => {
      output += piece;
    });
  }
  return { child, workDir, read: () => output };
}

/** The same, once it is connected. */
export async function startWorkerProcess(
  hub: { url: string; workerToken: string },
  setting: WorkerSetting = {},
): Promise<WorkerProcess> {
  const { child, workDir, read } = spawnWorker(hub, setting);
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const connected = /connected to \S+ as .* \((wrk_\w+)\)/;
  await awaitState(
    async () => read(),
    (output) => connected.test(output),
    60_000,
  );
  const signal = (name: NodeJS.Signals) => {
    child.kill(name);
  };
  return {
    workerId: connected.exec(read())?.[1] ?? "",
    pid: child.pid ?? 0,
    workDir,
    get output() {
      return read();
    },
    signal,
    ended,
    dispose: async () => {
      signal("SIGCONT");
      signal("SIGKILL");
      await ended;
      rmSync(workDir, { recursive: true, force: true });
    },
  };
}
