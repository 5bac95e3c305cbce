import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { settleBudget } from "@/server/budgets/hold";
import { db } from "@/server/db";
import { claimExecution } from "@/server/executions/claim";
import { composeText, readChunks } from "@/server/executions/output";
import { resumeWaiting, sweepWaiting } from "@/server/executions/resume";
import { cancelExecution } from "@/server/executions/service";
import { offerToWorkers } from "@/server/workers/offer";
import { connectWorker, expectOk, lapse, offerExecution, take } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { insertPersona, openServices, type Services } from "@/tests/support/services";
import { awaitState } from "@/tests/support/settle";
import { startWorkerProcess } from "@/tests/support/worker-process";

let services: Services;
let hub: RestServer;
beforeAll(async () => {
  services = await openServices();
  hub = await startRestServer();
});
afterAll(async () => {
  await hub?.stop();
  await services?.close();
});
afterEach(() => db.execution.updateMany({ data: { status: "cancelled" } }));

const read = (id: string) => db.execution.findUniqueOrThrow({ where: { id } });
const textOf = async (id: string) => composeText(await readChunks(id, 0, 1_000));
const messagesOf = (executionId: string) => db.personaMessage.findMany({ where: { executionId } });
const stopped = (totalCostUsd: number) => ({
  status: "failed",
  reached: "budget",
  exitCode: 1,
  durationMs: 5,
  totalCostUsd,
  errorMessage: "The budget was reached.",
});
const waiting = { status: "queued", waitingFor: "budget", calledAt: null, workerId: null };
/** As the engine does once an execution is in line again. */
const goOn = async (id: string) => {
  expect(await claimExecution(id, "run-2")).toBe("claimed");
  expect(await offerToWorkers(id)).toBe("offered");
};

describe("a run that its own budget ends", () => {
  test("waits until that is raised, which is told once, and starts over with what is left", async () => {
    const id = await offerExecution({ maxBudgetUsd: 0.5 });
    const { personaId } = await read(id);
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    await services.takeFacts();
    expect(expectOk(await worker.tell("complete", held, stopped(0.495)))).toMatchObject({ status: "queued" });
    expect(await read(id)).toMatchObject({ ...waiting, costUsd: 0.495 });
    expect((await worker.lease()).assign).toBeNull();
    const facts = (await services.takeFacts()).filter(({ name }) => name === "hub/notice.raised");
    expect(facts).toHaveLength(1);
    const [message, ...others] = await messagesOf(id);
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      priority: "urgent",
      content: expect.stringMatching(/\$0\.5 .*\$0\.4950/),
    });
    expect(await textOf(id)).toContain("Raise it in the persona's settings");
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(0);
    expect(await sweepWaiting()).toBe(0);
    await db.persona.update({ where: { id: personaId }, data: { maxBudgetUsd: 0.8 } });
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(1);
    await goOn(id);
    const again = await take(worker, id);
    expect(again.config.maxBudgetUsd).toBe(0.305);
    const done = { status: "completed", exitCode: 0, durationMs: 5, totalCostUsd: 0.1 };
    expectOk(await worker.tell("complete", again, done));
    expect((await read(id)).costUsd).toBeCloseTo(0.595, 6);
  });

  test("is not given to another worker when a lost one used it up", async () => {
    const id = await offerExecution({ maxBudgetUsd: 0.5, monthlyBudgetUsd: 2 });
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const spending = { totalCostUsd: 0.51 };
    expectOk(await worker.tell("progress", held, { stage: "thinking", spending }));
    await lapse(id);
    expect((await worker.lease()).assign).toBeNull();
    expect(await read(id)).toMatchObject({ ...waiting, costUsd: 0.51 });
    expect(await messagesOf(id)).toHaveLength(1);
    expect(await db.budgetHold.count({ where: { executionId: id } })).toBe(0);
  });

  test("fails when it cost nothing, since it would only be given the same again, and ends when it is cancelled", async () => {
    const free = await offerExecution({ maxBudgetUsd: 0.5 });
    const worker = await connectWorker(hub);
    expectOk(await worker.tell("complete", await take(worker, free), stopped(0)));
    expect(await read(free)).toMatchObject({ status: "failed", errorMessage: "The budget was reached." });
    const cancelled = await offerExecution({ maxBudgetUsd: 0.5 });
    const held = await take(worker, cancelled);
    await cancelExecution(systemActor, cancelled);
    expectOk(await worker.tell("complete", held, stopped(0.5)));
    expect((await read(cancelled)).status).toBe("failed");
  });
});

describe("a run that what was left of the month ends", () => {
  test("waits for the month's budget, which is told once, and goes on when that is raised", async () => {
    const personaId = await insertPersona({ runtime: "worker", monthlyBudgetUsd: 0.5, maxBudgetUsd: 0.4 });
    await settleBudget({ executionId: "exe_before", turn: 1, personaId, costUsd: 0.3 });
    const id = await offerExecution({}, { personaId });
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expect(held.config.maxBudgetUsd).toBe(0.2);
    expectOk(await worker.tell("complete", held, stopped(0.201)));
    expect(await read(id)).toMatchObject(waiting);
    expect(await messagesOf(id)).toMatchObject([
      { title: expect.stringContaining("has reached its budget") },
    ]);
    const period = await db.budgetPeriod.findFirstOrThrow({ where: { personaId } });
    expect(period).toMatchObject({ heldUsd: 0, reachedAt: expect.any(Date) });
    expect(period.spentUsd).toBeCloseTo(0.501, 6);
    expect(await sweepWaiting()).toBe(0);
    await db.persona.update({ where: { id: personaId }, data: { monthlyBudgetUsd: 1 } });
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(1);
    await goOn(id);
    expect((await take(worker, id)).config.maxBudgetUsd).toBe(0.199);
  });
});

test("a worker says of the CLI's own end for its budget that this is what ended it", async () => {
  const systemPrompt = "CLI: fail error_max_budget_usd";
  const id = await offerExecution({ systemPrompt, maxBudgetUsd: 0.02 });
  const worker = await startWorkerProcess(hub);
  try {
    const row = await awaitState(
      () => read(id),
      ({ waitingFor }) => waitingFor === "budget",
      30_000,
    );
    expect(row).toMatchObject({ ...waiting, costUsd: 0.0125 });
  } finally {
    await worker.dispose();
  }
});
