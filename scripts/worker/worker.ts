import { readFileSync } from "node:fs";
import { freemem, loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { version } from "@/server/version";
import type { HeartbeatOutput, LeaseOutput } from "@/server/workers/schema";
import { type CutReason, type ExecutionSetting, type RunningExecution, startExecution } from "./execution";
import { createHubClient, HubRefusal, nameFault } from "./hub-client";
import { clearLeftovers, readWorkerId } from "./identity";
import type { WorkerOptions } from "./options";
import { listOwnSecrets } from "./secrets";
import { createSlots, type Slot } from "./slots";

type Ack = { workerId: string; sessionToken: string; leaseMs: number; renewMs: number; keep: string[] };
export type WorkerEnd = { exitCode: number; reason: string };

const pollMs = 20_000;
/** How long a hub that does not answer is given before it is asked again, in milliseconds. */
const longestWaitMs = 10_000;

/** It holds no more executions than that, most of which then wait for people's answers without a slot. */
const mostHeld = 150;

/**
 * One worker: says hello, asks for work while it has free slots, gives signs of life and carries out what it is given.
 * `stop` lets what runs finish within the grace and gives the rest back; a second call gives all back at once.
 * `ended` resolves when nothing of it runs any more.
 */
export function startWorker(options: WorkerOptions, cliVersion: string, log: (line: string) => void) {
  const running = new Map<string, RunningExecution>();
  const slots = createSlots(options.slots);
  const stopping = new AbortController();
  const over = Promise.withResolvers<WorkerEnd>();
  const client = createHubClient({
    hub: options.hub,
    token: options.token,
    onTrouble: log,
    renew: () => heartbeat(),
  });
  const workerId = readWorkerId(options.workDir, options.name);
  clearLeftovers(options.workDir, workerId);
  let session: Ack | null = null;
  let isDraining = false;
  let isEnding = false;

  const sessionFacts = () => ({ workerId, sessionToken: session?.sessionToken ?? "" });
  const held = () =>
    [...running.values()].map(({ executionId, leaseNumber }) => ({ executionId, leaseNumber }));

  const finish = async (end: WorkerEnd, reason: CutReason) => {
    if (isEnding) return;
    isEnding = true;
    stopping.abort();
    const left = [...running.values()];
    for (const execution of left) execution.cut(reason);
    await Promise.all(left.map(({ done }) => done));
    over.resolve(end);
  };
  /** What the hub refuses for good: everything, or one execution. */
  const minds = (error: unknown, executionId?: string) => {
    const refusal = error instanceof HubRefusal ? error : null;
    const ends =
      refusal && (refusal.path === "session" || refusal.path === "worker" || refusal.status === 401);
    if (ends) void finish({ exitCode: refusal.path === "worker" ? 0 : 3, reason: refusal.message }, "lost");
    else if (executionId) {
      log(`${executionId}: ${nameFault(error)}`);
      running.get(executionId)?.cut("lost");
    } else log(nameFault(error));
  };

  const hello = () =>
    client.deliver<Ack>(
      "hello",
      {
        workerId,
        name: options.name,
        version,
        capabilities: ["claude-cli", process.platform, process.arch],
        labels: options.labels,
        maxSlots: options.slots,
        claudeCliVersion: cliVersion,
        activeExecutions: held(),
      },
      stopping.signal,
    );

  const heartbeat = async () => {
    const executions = held();
    const metrics = {
      rssMb: toMb(process.memoryUsage.rss()),
      freeMb: toMb(freemem()),
      load1: loadavg()[0] ?? 0,
    };
    const reply = await client.post<HeartbeatOutput>("heartbeat", { ...sessionFacts(), metrics, executions });
    if (isDraining !== reply.drain) log(reply.drain ? "draining: taking nothing new" : "taking work again");
    isDraining = reply.drain;
    for (const id of reply.lost) running.get(id)?.cut("lost");
    for (const id of reply.cancel) running.get(id)?.cut("cancel");
    for (const answer of reply.answers) running.get(answer.executionId)?.answer(answer);
    if (reply.shutdown) void finish({ exitCode: 0, reason: reply.shutdown.reason }, "lost");
  };
  const beat = async (renewMs: number) => {
    while (!isEnding) {
      const isWell = await heartbeat().then(
        () => true,
        (error: unknown) => minds(error),
      );
      await delay(isWell ? renewMs : Math.min(1_000, renewMs));
    }
  };

  const setting = (slot: Slot): ExecutionSetting => ({
    slot,
    client,
    session: sessionFacts(),
    claude: options.claude,
    workDir: options.workDir,
    // Read each time: the CLI renews what it has signed in with.
    secrets: [options.token, ...listOwnSecrets(process.env, (path) => readFileSync(path, "utf8"))],
    onRefused: minds,
  });
  const take = (assignment: NonNullable<LeaseOutput["assign"]>) => {
    const { executionId, leaseNumber, personaName } = assignment;
    const slot = slots.take();
    if (!slot) {
      // One that a person answered has come back to the slot that was free when this was asked for.
      const reason = "Its slot was needed for an execution that goes on";
      void client.post("busy", { ...sessionFacts(), executionId, leaseNumber, reason }).catch(minds);
      return;
    }
    log(`${executionId}: ${personaName}`);
    const execution = startExecution(assignment, setting(slot));
    running.set(executionId, execution);
    void execution.done.then(() => {
      slot.release();
      if (running.get(executionId) === execution) running.delete(executionId);
      log(`${executionId}: ended`);
    });
  };
  const askForWork = async () => {
    let waitMs = 250;
    while (!stopping.signal.aborted) {
      const freeSlots = slots.countFree();
      if (freeSlots === 0 || running.size >= mostHeld || isDraining) {
        await delay(200);
        continue;
      }
      try {
        const body = { ...sessionFacts(), freeSlots, waitMs: pollMs };
        const timeoutMs = pollMs + 15_000;
        const reply = await client.post<LeaseOutput>("lease", body, { timeoutMs, signal: stopping.signal });
        waitMs = 250;
        isDraining = reply.drain;
        if (reply.shutdown) void finish({ exitCode: 0, reason: reply.shutdown.reason }, "lost");
        if (reply.assign) take(reply.assign);
      } catch (error) {
        if (stopping.signal.aborted) return;
        minds(error);
        await delay(waitMs);
        waitMs = Math.min(waitMs * 2, longestWaitMs);
      }
    }
  };

  const work = async () => {
    session = await hello();
    log(
      `connected to ${options.hub} as ${options.name} (${workerId}), ${options.slots} slots, CLI ${cliVersion}`,
    );
    void beat(session.renewMs);
    await askForWork();
  };
  void work().catch((error: unknown) => {
    if (!stopping.signal.aborted) minds(error);
    if (!isEnding) void finish({ exitCode: 1, reason: nameFault(error) }, "shutdown");
  });

  return {
    ended: over.promise,
    stop: async () => {
      const isSecond = stopping.signal.aborted;
      stopping.abort();
      if (!isSecond && running.size > 0) {
        log(`stopping: ${running.size} executions have ${options.graceMs / 1_000} s to finish`);
        await Promise.race([
          Promise.all([...running.values()].map(({ done }) => done)),
          delay(options.graceMs),
        ]);
      }
      await finish({ exitCode: 0, reason: "stopped" }, isSecond ? "kill" : "shutdown");
    },
  };
}

function toMb(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
