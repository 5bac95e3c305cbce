import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { signalFollower, spawnFollower } from "./follower";
import { collectOutput } from "./output";
import { openRotatingLog } from "./rotating-log";

export type ChildSpec = {
  name: string;
  /** Arguments for Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  logFolder: string;
  longestWaitMs: number;
  /** The line on standard output that says it serves. */
  readyLine: RegExp;
  /** Told when the process (re)starts or ends, and when it dies and comes back by itself. */
  onChange: () => void;
  onFact: (fact: string) => void;
};

export type Child = {
  name: string;
  pid: () => number | undefined;
  /** Resolves on the first ready line; rejects, with the last words, when it dies before. */
  ready: Promise<void>;
  /** Ends it and starts it again at once. */
  restart: () => void;
  /** SIGTERM, then SIGKILL for its whole group after `graceMs`. */
  stop: (graceMs: number) => Promise<void>;
};

const firstWaitMs = 250;
const mostFirstTries = 3;
const settledMs = 60_000;
const restartGraceMs = 5_000;

/**
 * Runs a Node process in a group of its own and keeps it running: one that dies after it was ready is
 * started again, first after 0.25 s, then after ever longer waits up to `longestWaitMs`.
 */
export function superviseChild(spec: ChildSpec): Child {
  const log = openRotatingLog(join(spec.logFolder, `${spec.name}.log`));
  let current: ChildProcess | undefined;
  let isStopping = false;
  let isRestarting = false;
  let waitMs = firstWaitMs;
  let isSettled = false;
  let firstTries = 0;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();

  const start = (): void => {
    const startedAt = Date.now();
    firstTries += 1;
    const child = spawnFollower(spec.args, spec.env);
    current = child;
    spec.onChange();
    let isReady = false;
    const lastWords = collectOutput(child, log.write, (line) => {
      if (isReady || !spec.readyLine.test(line)) return;
      isReady = true;
      if (isSettled) spec.onFact(`${spec.name} serves again (pid ${child.pid})`);
      isSettled = true;
      resolve();
    });
    // Whatever it started itself must not outlive it, nor hold its output open.
    child.once("exit", () => signalFollower(child, "SIGKILL"));
    child.once("close", async (code, signal) => {
      current = undefined;
      spec.onChange();
      if (isStopping) return;
      if (isRestarting) {
        isRestarting = false;
        return start();
      }
      const cause = signal ? `signal ${signal}` : `exit code ${code}`;
      // A start that ends by itself has a reason; one that was cut off deserves another try.
      const isHopeless = signal === null || firstTries >= mostFirstTries;
      if (!isSettled && isHopeless) {
        return reject(new Error(`${spec.name} did not start (${cause})\n${lastWords()}`));
      }
      if (Date.now() - startedAt > settledMs) waitMs = firstWaitMs;
      spec.onFact(`${spec.name} ended (${cause}); starting it again in ${waitMs / 1000} s`);
      const wait = waitMs;
      waitMs = Math.min(waitMs * 2, spec.longestWaitMs);
      await delay(wait);
      if (!isStopping) start();
    });
  };
  start();

  return {
    name: spec.name,
    pid: () => current?.pid,
    ready,
    restart: () => {
      if (!current) return;
      const child = current;
      isRestarting = true;
      signalFollower(child, "SIGTERM");
      setTimeout(() => signalFollower(child, "SIGKILL"), restartGraceMs).unref();
    },
    stop: async (graceMs) => {
      isStopping = true;
      const child = current;
      if (!child) return;
      const closed = new Promise((done) => child.once("close", done));
      signalFollower(child, "SIGTERM");
      const timer = setTimeout(() => signalFollower(child, "SIGKILL"), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
