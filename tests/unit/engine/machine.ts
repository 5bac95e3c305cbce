import { pino } from "pino";
import { createAcceptor } from "@/inngest/embedded/accept";
import { performCall } from "@/inngest/embedded/call";
import { createCommitter } from "@/inngest/embedded/committer";
import { createCrashGuard } from "@/inngest/embedded/crash-guard";
import { type Definition, readDefinition } from "@/inngest/embedded/definition";
import { commitPlans, type EngineState } from "@/inngest/embedded/engine-state";
import { planRetry } from "@/inngest/embedded/event-plan";
import { createQueue } from "@/inngest/embedded/queue";
import { resumeRuns } from "@/inngest/embedded/resume";
import type { Run } from "@/inngest/embedded/run";
import { cancelRun } from "@/inngest/embedded/run-control";
import { createSdkRoutes } from "@/inngest/embedded/sdk-routes";
import { createMemoryStore, type MemoryStore } from "./memory-store";
import { createScriptedHost } from "./scripted-host";
import { createVirtualTime, settle, type VirtualTime } from "./virtual-time";

const log = pino({ level: "silent" });

const configs = [
  { id: "m-plain", triggers: [{ event: "plain" }], steps: { step: { retries: { attempts: 2 } } } },
  {
    id: "m-limited",
    triggers: [{ event: "limited" }],
    steps: { step: { retries: { attempts: 1 } } },
    concurrency: { limit: 1, key: "event.data.key" },
    cancel: [{ event: "stop", if: "event.data.key == async.data.key" }],
  },
  { id: "m-once", triggers: [{ event: "once" }], steps: { step: {} }, idempotency: "event.data.key" },
  {
    id: "m-quiet",
    triggers: [{ event: "quiet" }],
    steps: { step: { retries: { attempts: 0 } } },
    debounce: { period: "5s", key: "event.data.key", timeout: "12s" },
  },
  { id: "m-plain-failure", triggers: [{ event: "inngest/function.failed" }], steps: { step: {} } },
];

/** An engine over memory, virtual time and scripted functions, which notes every breach of its rules. */
export function createMachine() {
  const time = createVirtualTime();
  const store = createMemoryStore();
  const definitions = new Map<string, Definition>(
    configs.map(readDefinition).map((definition) => [definition.id, definition]),
  );
  const breaches: string[] = [];
  let engine = start(time, store, definitions, breaches);

  return {
    time,
    store,
    breaches,
    runs: () => engine.state.runs,
    send: (name: string, id: string, data: Record<string, unknown>) =>
      engine.accept([{ id, name, data, ts: time.clock() }]).catch(() => undefined),
    cancel: (runId: string) => cancelRun(engine.state, runId).catch(() => false),
    async retry(runId: string) {
      const former = store.all().find(({ id }) => id === runId);
      const definition = former && definitions.get(former.functionId);
      if (!former || !definition || former.status === "active") return;
      const { plan } = planRetry(engine.state, definition, store.payload(former.eventId));
      await commitPlans(engine.state, plan.change, [plan]).catch(() => undefined);
    },
    /** The process dies with whatever it had under way; another one takes over. */
    async restart() {
      engine = start(time, store, definitions, breaches);
      await resumeRuns(engine.state, store.source);
      await settle();
    },
    describeStuck: () => store.active().flatMap(({ id }) => describeStuck(time, engine.state, id)),
    isIdle: () => engine.state.queue.depth() === 0 && engine.state.queue.running() === 0,
  };
}

function start(
  time: VirtualTime,
  store: MemoryStore,
  definitions: Map<string, Definition>,
  breaches: string[],
) {
  const token = store.take();
  const isAlive = () => store.holder() === token;
  const running = new Map<string, number>();
  const committer = createCommitter({
    write: async (change) => store.write(token, change),
    onLost: () => undefined,
    log,
  });
  const route = createSdkRoutes({ signingKey: "key", engine: () => state, mayGoOn: () => true });
  const state: EngineState = {
    definitions,
    host: createScriptedHost({
      sleep: time.sleep,
      route: () => route,
      onStep: (runId, stepId) => {
        const isDone = store.stepsOf(runId).some((step) => step.stepId === stepId && step.state === "done");
        if (isAlive() && isDone) breaches.push(`${runId} ${stepId} was carried out after it had ended`);
      },
      onCall: (functionId, key, change) => {
        const slot = `${functionId} ${key}`;
        const count = (running.get(slot) ?? 0) + change;
        running.set(slot, count);
        if (functionId === "m-limited" && count > 1) breaches.push(`${slot} ran ${count} times at once`);
      },
    }),
    queue: createQueue({ capacity: 6, mayStart: isAlive, start: (call) => performCall(state, call) }),
    timers: {
      ...time.timers,
      at: (dueMs, fire) => time.timers.at(dueMs, () => isAlive() && fire()),
    },
    clock: time.clock,
    log,
    firstRetryMs: 1000,
    callLimitMs: 3_600_000,
    runs: new Map(),
    waiters: new Map(),
    cancellable: new Map(),
    debounced: new Map(),
    crashGuard: createCrashGuard(async () => undefined),
    commit: committer.commit,
    loadMemos: store.loadMemos,
  };
  return { state, accept: createAcceptor(state) };
}

/** Why a run that goes on in the store would never end; nothing when it is being called or holds a live wait. */
function describeStuck(time: VirtualTime, engine: EngineState, runId: string): string[] {
  const run = engine.runs.get(runId);
  if (!run) return [`${runId} is active in the store only`];
  if (run.debounceKey !== null) return time.isArmed(run.timer) ? [] : [`${runId} gathers without a timer`];
  const isCalled = engine.queue.depth() + engine.queue.running() > 0;
  if (run.discovery !== "idle")
    return isCalled || time.isArmed(run.timer) ? [] : [`${runId} was never called`];
  if (run.waiting.size === 0) return [`${runId} waits for nothing`];
  return [...run.waiting.values()].flatMap((waiting) => {
    const isLive =
      time.isArmed(waiting.timer) ||
      (waiting.kind === "run" && isCalled) ||
      (waiting.kind === "invoke" && hasChild(engine, run, waiting.stepId));
    return isLive ? [] : [`${runId} waits for ${waiting.kind} ${waiting.stepId} in vain`];
  });
}

function hasChild(engine: EngineState, run: Run, stepId: string): boolean {
  return [...engine.runs.values()].some(({ parent }) => parent?.runId === run.id && parent.stepId === stepId);
}
