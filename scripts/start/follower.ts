import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";

const preload = resolve("scripts/start/follow-parent.mjs");

/**
 * The arguments that run `scripts/<name>.ts`: its bundle when the start made one (see scripts/run.sh), else
 * the source, which `fromSource` asks for.
 */
export function scriptArgs(name: string, { fromSource = false } = {}): string[] {
  const bundle = process.env.ENSEMBLE_BUNDLE;
  return bundle && !fromSource ? [join(bundle, `${name}.mjs`)] : ["--import", "tsx", `scripts/${name}.ts`];
}

/**
 * Starts Node with `args` as the leader of a process group of its own, out of reach of the terminal's
 * Ctrl-C. It ends when this process does, even by kill -9, because it holds the other end of a pipe.
 */
export function spawnFollower(args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, ["--import", preload, ...args], {
    env: { ...env, ENSEMBLE_FOLLOW_PARENT: "1" },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Nothing is written to the pipe, but it reports an error when the child ends first.
  child.stdin?.on("error", () => undefined);
  return child;
}

/** Sends a signal to a follower and to everything it started. */
export function signalFollower(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}
