import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { cancelExecution } from "@/server/executions/service";
import { costUsd } from "@/server/models";
import { updateSettings } from "@/server/settings/service";
import { getTrace } from "@/server/traces/service";
import { sweepWorkers } from "@/server/workers/sweep";
import { connectWorker, expectOk, lapse, offerExecution, take } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { openServices, type Services } from "@/tests/support/services";

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
const readMonth = async (id: string) => {
  const { personaId } = await read(id);
  const period = await db.budgetPeriod.findFirst({ where: { personaId } });
  return { spentUsd: round(period?.spentUsd), heldUsd: round(period?.heldUsd) };
};
const round = (usd = 0) => Math.round(usd * 1e6) / 1e6;
const model = "claude-sonnet-5-5";
const usage = {
  inputTokens: 1_000,
  outputTokens: 9_000,
  cacheReadTokens: 5_000,
  cacheWrite5mTokens: 400,
  cacheWrite1hTokens: 300,
};
const usedUsd = costUsd(model, usage, new Date());
const unpriced = [{ model, messageCount: 1, ...usage }];
const progress = { stage: "thinking", spending: { model, unpriced } };
const report = { status: "completed", exitCode: 0, durationMs: 5 };

describe("what a run on a worker used before it broke off", () => {
  test("counts against the month and the execution when it is lost, and the next may spend what is left", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 1, maxBudgetUsd: 0.5 });
    const worker = await connectWorker(hub);
    let held = await take(worker, id);
    expect(held.config.maxBudgetUsd).toBe(0.5);
    for (const lease of [1, 2]) {
      for (let time = 1; time <= 2; time++) expectOk(await worker.tell("progress", held, progress));
      expect((await read(id)).costUsd).toBeCloseTo(usedUsd * (lease - 1), 6);
      await lapse(id);
      held = await take(worker, id);
      const row = await read(id);
      expect(row.costUsd).toBeCloseTo(usedUsd * lease, 6);
      expect(row).toMatchObject({ outputTokens: 9_000 * lease, cacheWrite1hTokens: 300 * lease });
      const leftUsd = round(0.5 - usedUsd * lease);
      expect(held.config.maxBudgetUsd).toBe(leftUsd);
      expect(await readMonth(id)).toEqual({ spentUsd: round(usedUsd * lease), heldUsd: leftUsd });
    }
    expectOk(
      await worker.tell("complete", held, { ...report, totalCostUsd: 0.1, usage: { outputTokens: 7 } }),
    );
    expect((await read(id)).costUsd).toBeCloseTo(usedUsd * 2 + 0.1, 6);
    expect(await readMonth(id)).toEqual({ spentUsd: round(usedUsd * 2 + 0.1), heldUsd: 0 });
    const { turns } = await getTrace(systemActor, id);
    expect(turns.map(({ isLost, stopReason }) => [isLost, stopReason])).toEqual([
      [true, "lost"],
      [true, "lost"],
      [false, "exit 0"],
    ]);
    expect(turns[0]?.costUsd).toBeCloseTo(usedUsd, 6);
  });

  test("counts when it is given back, with what was told last, and when nobody takes it", async () => {
    const id = await offerExecution({ maxBudgetUsd: 0.5 });
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expectOk(await worker.tell("progress", held, progress));
    expectOk(await worker.tell("busy", held, { reason: "shutdown", spending: { totalCostUsd: 0.2 } }));
    expect((await read(id)).costUsd).toBe(0.2);
    const again = await take(worker, id);
    expect(again.config.maxBudgetUsd).toBe(0.3);
    expectOk(await worker.tell("progress", again, progress));
    await lapse(id);
    expect(await sweepWorkers()).toMatchObject({ offered: 1 });
    expect((await read(id)).costUsd).toBeCloseTo(0.2 + usedUsd, 6);
    expect((await take(worker, id)).config.maxBudgetUsd).toBe(round(0.3 - usedUsd));
  });

  test("is told to the next worker, with the hub's own limits of turns and tokens", async () => {
    await updateSettings(systemActor, { maxTokensPerExecution: 50_000 });
    const id = await offerExecution();
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expect(held.config).toMatchObject({ maxTurns: 50, maxTokens: 50_000, usedTokens: 0 });
    expectOk(await worker.tell("progress", held, progress));
    await lapse(id);
    const usedTokens = Object.values(usage).reduce((sum, count) => sum + count, 0);
    expect((await take(worker, id)).config).toMatchObject({ maxTokens: 50_000, usedTokens });
    await updateSettings(systemActor, { maxTokensPerExecution: null });
  });

  test("counts when it is cancelled and its worker never answers, once", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 1 });
    const worker = await connectWorker(hub);
    expectOk(await worker.tell("progress", await take(worker, id), progress));
    await cancelExecution(systemActor, id);
    await lapse(id);
    for (const cancelled of [1, 0]) expect(await sweepWorkers()).toMatchObject({ cancelled });
    expect(await readMonth(id)).toEqual({ spentUsd: round(usedUsd), heldUsd: 0 });
  });

  test("counts after a crash of the hub between the end and the count", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 1 });
    const worker = await connectWorker(hub);
    expectOk(await worker.tell("progress", await take(worker, id), progress));
    await db.execution.update({ where: { id }, data: { status: "failed" } });
    await sweepWorkers();
    expect((await read(id)).costUsd).toBeCloseTo(usedUsd, 6);
  });

  test("is priced by message, and as the dearest when nobody knows the model's price", async () => {
    const id = await offerExecution({});
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const many = { model: "claude-haiku-5-5", messageCount: 3, inputTokens: 240_000 };
    const unknown = { model: "claude-tomorrow-9", messageCount: 1, outputTokens: 1_000 };
    const dearest = costUsd("claude-fable-5-1", { ...none, outputTokens: 1_000 }, new Date());
    const short = costUsd("claude-haiku-5-5", { ...none, inputTokens: 240_000 / 3 }, new Date());
    for (let time = 1; time <= 2; time++)
      expectOk(await worker.tell("complete", held, { ...report, unpriced: [many, unknown] }));
    expect((await read(id)).costUsd).toBeCloseTo(3 * short + dearest, 6);
  });
});

const none = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};
