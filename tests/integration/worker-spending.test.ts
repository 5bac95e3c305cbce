import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { composeText, readChunks } from "@/server/executions/output";
import { cancelExecution } from "@/server/executions/service";
import { costUsd } from "@/server/models";
import { updateSettings } from "@/server/settings/service";
import { offerExecution } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";
import { startWorkerProcess, type WorkerProcess, type WorkerSetting } from "@/tests/support/worker-process";

let services: Services;
let hub: RestServer;
const started: WorkerProcess[] = [];
beforeAll(async () => {
  process.env.WORKER_LEASE_MS = "3000";
  services = await openServices();
  hub = await startRestServer();
});
afterEach(async () => {
  await db.execution.updateMany({ data: { status: "cancelled" } });
  await Promise.all(started.splice(0).map((worker) => worker.dispose()));
});
afterAll(async () => {
  await hub?.stop();
  await services?.close();
  delete process.env.WORKER_LEASE_MS;
});

async function start(setting: WorkerSetting = {}): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(hub, setting);
  started.push(worker);
  return worker;
}

const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const awaitEnd = (id: string) =>
  awaitState(
    () => read(id),
    ({ status }) => status !== "queued" && status !== "running",
    50_000,
  );
/** Once the hub knows of tokens that were used. */
const awaitSpending = (id: string) =>
  awaitState(
    () => db.executionTurn.findMany({ where: { executionId: id } }),
    (turns) => turns.some(({ outputTokens }) => outputTokens > 0),
    30_000,
  );
const script = (lines: string[], persona: object = {}, fields: object = {}) =>
  offerExecution({ systemPrompt: lines.map((line) => `CLI: ${line}`).join("\n"), ...persona }, fields);
const readSpent = async (id: string) => {
  const { personaId } = await read(id);
  return (await db.budgetPeriod.findFirst({ where: { personaId } }))?.spentUsd ?? 0;
};
/** Two messages of 100 tokens of input and 9,000 and 1,000 of output. */
const uses = ["use 100 9000", "use 100 1000"];
const usage = {
  inputTokens: 200,
  outputTokens: 10_000,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};
const usedUsd = costUsd("claude-sonnet-5-5", usage, new Date());

test("what a run used before it was too slow or was cancelled is counted", async () => {
  await start({ args: ["--slots", "2"] });
  const persona = { monthlyBudgetUsd: 5, maxBudgetUsd: 1 };
  const slow = await script([...uses, "sleep 60000"], persona, { timeoutMs: 3_000 });
  const cancelled = await script([...uses, "sleep 60000"], persona);
  await awaitSpending(cancelled);
  await cancelExecution(systemActor, cancelled);
  const ends = [await awaitEnd(slow), await awaitEnd(cancelled)];
  expect(ends).toMatchObject([{ status: "failed" }, { status: "cancelled" }]);
  for (const { id, ...row } of ends) {
    expect(row).toMatchObject({ inputTokens: 200, outputTokens: 10_000 });
    expect(row.costUsd).toBeCloseTo(usedUsd, 6);
    expect(await readSpent(id)).toBeCloseTo(usedUsd, 6);
  }
});

test("a run is ended between two turns once its execution has used the tokens that Settings allow", async () => {
  await updateSettings(systemActor, { maxTokensPerExecution: 10_000 });
  try {
    await start({ args: ["--slots", "2"] });
    const over = await script(["use 100 6000", "tool Bash", "use 100 9000", "tool Bash", "sleep 60000"]);
    const last = await script(uses);
    expect(await awaitEnd(over)).toMatchObject({
      status: "failed",
      errorMessage: "Stopped: the limit of 10,000 tokens was reached.",
      outputTokens: 15_000,
    });
    expect((await awaitEnd(last)).status).toBe("completed");
  } finally {
    await updateSettings(systemActor, { maxTokensPerExecution: null });
  }
});

test("what a worker killed by -9, and one that was stopped, had used is taken off what the next may spend", async () => {
  const persona = { monthlyBudgetUsd: 5, maxBudgetUsd: 1 };
  const killed = await start();
  const id = await script(["argv", ...uses, "sleep 60000"], persona);
  await awaitSpending(id);
  const { leaseNumber } = await read(id);
  killed.signal("SIGKILL");
  await killed.ended;
  const stopped = await start({ args: ["--grace", "0"] });
  const readBudget = async () => {
    const text = composeText(await readChunks(id, 0, 10_000));
    return Number(/--max-budget-usd","([\d.]+)"/.exec(text)?.[1]);
  };
  /** The run of a later lease: of the next, unless that went back because whoever asked for it had gone. */
  const awaitRun = async (after: number) => {
    const where = { executionId: id, turn: { gt: after }, outputTokens: { gt: 9_000 } };
    const read = () => db.executionTurn.findMany({ where });
    const [run] = await awaitState(read, ({ length }) => length > 0, 30_000);
    return run?.turn ?? 0;
  };
  const second = await awaitRun(leaseNumber);
  expect(await readBudget()).toBeCloseTo(1 - usedUsd, 5);
  expect(await readSpent(id)).toBeCloseTo(usedUsd, 6);
  stopped.signal("SIGTERM");
  await stopped.ended;
  expect((await read(id)).costUsd).toBeCloseTo(2 * usedUsd, 6);
  await start();
  await awaitRun(second);
  expect(await readBudget()).toBeCloseTo(1 - 2 * usedUsd, 5);
  expect(await readSpent(id)).toBeCloseTo(2 * usedUsd, 6);
});
