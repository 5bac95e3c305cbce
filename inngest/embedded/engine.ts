import { setTimeout as delay } from "node:timers/promises";
import type { Inngest, InngestFunction } from "inngest";
import { createAcceptor } from "./accept";
import { createApi, describeState } from "./api";
import { performCall } from "./call";
import { createCommitter } from "./committer";
import { createCrashGuard, suspectAfter } from "./crash-guard";
import { armCrons } from "./cron";
import { openDoor } from "./door";
import type { EngineState } from "./engine-state";
import { openHost } from "./host";
import { createHealthRoute, createIntake, type Health } from "./intake";
import { acquireLease } from "./lease";
import type { Log } from "./log";
import { askPatiently } from "./patience";
import { purge } from "./purge";
import { createQueue } from "./queue";
import { resumeRuns } from "./resume";
import { firstRetryMs } from "./retry";
import { createSdkRoutes } from "./sdk-routes";
import {
  countCrash,
  type Database,
  loadActiveRuns,
  loadMemos,
  loadWaits,
  writeChange,
  writeCrashCount,
} from "./store";
import { createTimers } from "./timers";

/** Calls of functions under way at once: they mostly wait for others, and each holds its state in memory. */
const defaultCapacity = 200;
/** Twice the longest model turn (ten minutes): only a function that hangs takes longer. */
const defaultCallLimitMs = 20 * 60_000;
const drainMs = 5000;
/** A database that is away must not keep the process from ending; the lease runs out by itself. */
const handOverMs = 2000;
const purgeEveryMs = 600_000;

export type EngineOptions = {
  /** 0 takes a free one. */
  port: number;
  eventKey: string;
  signingKey: string;
  db: Database;
  client: Inngest.Any;
  functions: readonly InngestFunction.Any[];
  log: Log;
  /** Epoch ms; another one is for tests. */
  clock?: () => number;
  capacity?: number;
  firstRetryMs?: number;
  /** How long one call of a function may take before it counts as failed. */
  callLimitMs?: number;
};

export type Engine = {
  port: number;
  /** Lets calls under way end (5 s at most), then gives the lease back. */
  stop(): Promise<void>;
  /** Resolves if another engine takes the lease; this one does nothing more then. */
  lost: Promise<void>;
};

/**
 * Starts an engine: reads the functions, opens the intake, waits for the lease, resumes every run.
 * Rejects when a function asks for what is not supported, the signing key is refused or the port is taken.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { db, log } = options;
  const clock = options.clock ?? Date.now;
  const { host, definitions } = await openHost(options);

  let status: Health["status"] = "starting";
  let acceptor: ReturnType<typeof createAcceptor> | null = null;
  let engine: EngineState | null = null;
  let isHeld = () => false;
  const door = await openDoor({
    port: options.port,
    log,
    routes: [
      createHealthRoute(() => describeHealth(engine, status === "ok" && !isHeld() ? "paused" : status)),
      createIntake({ ...options, clock, acceptor: () => acceptor }),
      createSdkRoutes({ ...options, engine: () => engine, mayGoOn: () => status === "ok" }),
      createApi({ ...options, engine: () => (status === "ok" ? engine : null) }),
    ],
  });

  const lease = await acquireLease(db, log).catch(async (error: unknown) => {
    await door.close();
    throw error;
  });
  isHeld = lease.isFresh;
  const loss = Promise.withResolvers<void>();
  const timers = createTimers(clock);
  const halt = () => {
    if (status === "stopping") return;
    status = "stopping";
    acceptor = null;
    timers.stop();
    void queue.close(0);
    log.error("another engine has taken over this database; stopping");
    void door.close().then(loss.resolve);
  };
  const committer = createCommitter({
    write: (change, isRepeat) => writeChange(db, lease.token, change, isRepeat),
    onLost: halt,
    log,
  });
  const queue = createQueue({
    capacity: options.capacity ?? defaultCapacity,
    mayStart: lease.isFresh,
    start: (call) => performCall(state, call),
  });
  const state: EngineState = {
    definitions,
    host,
    queue,
    timers,
    clock,
    log,
    firstRetryMs: options.firstRetryMs ?? firstRetryMs,
    callLimitMs: options.callLimitMs ?? defaultCallLimitMs,
    runs: new Map(),
    waiters: new Map(),
    cancellable: new Map(),
    debounced: new Map(),
    crashGuard: createCrashGuard((runId, count) =>
      askPatiently(() => writeCrashCount(db, runId, count), log),
    ),
    commit: committer.commit,
    loadMemos: (runId) => askPatiently(() => loadMemos(db, runId), log),
  };
  engine = state;
  lease.keep({ onRenewed: queue.pump, onLost: halt });

  if (lease.isAfterCrash) await askPatiently(() => countCrash(db, clock(), suspectAfter), log);
  const resumed = await resumeRuns(state, {
    loadActiveRuns: () => loadActiveRuns(db),
    loadWaits: () => loadWaits(db),
  });
  acceptor = createAcceptor(state);
  status = "ok";
  armCrons(state, lease.isSuccession);
  const purger = setInterval(() => {
    purge(db, clock(), () => status === "ok").catch((error: unknown) =>
      log.warn({ err: error }, "purge failed"),
    );
  }, purgeEveryMs);
  log.info({ port: door.port, functions: definitions.size, resumed }, "the embedded engine works");

  async function handOver(): Promise<void> {
    await committer.drain();
    await lease.release().catch((error: unknown) => log.warn({ err: error }, "the lease runs out by itself"));
  }

  return {
    port: door.port,
    lost: loss.promise,
    async stop() {
      clearInterval(purger);
      if (status === "stopping") return;
      status = "stopping";
      timers.stop();
      // Functions under way send events through this intake, so it closes after them.
      await queue.close(drainMs);
      acceptor = null;
      await door.close();
      await Promise.race([handOver(), delay(handOverMs)]);
    },
  };
}

function describeHealth(engine: EngineState | null, status: Health["status"]): Health {
  if (!engine) return { status, queueDepth: 0, oldestQueuedMs: null, activeRuns: 0 };
  const { queueDepth, oldestQueuedMs, activeRuns } = describeState(engine);
  return { status, queueDepth, oldestQueuedMs, activeRuns };
}
