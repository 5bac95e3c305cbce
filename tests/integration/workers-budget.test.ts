import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { settleBudget } from "@/server/budgets/hold";
import { db } from "@/server/db";
import { composeText, readChunks } from "@/server/executions/output";
import { cancelExecution } from "@/server/executions/service";
import { offerToWorkers } from "@/server/workers/offer";
import { connectWorker, expectOk, offerExecution, take } from "@/tests/factories/worker";
import { type RestServer, startRestServer } from "@/tests/support/rest-server";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

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

describe("a persona's monthly budget", () => {
  const spent = async (personaId: string) => {
    const period = await db.budgetPeriod.findFirst({ where: { personaId } });
    return { spentUsd: period?.spentUsd, heldUsd: period?.heldUsd };
  };

  test("is held while an execution is offered, and becomes what the worker reports", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 1, maxBudgetUsd: 0.4 });
    const { personaId } = await read(id);
    expect(await spent(personaId)).toEqual({ spentUsd: 0, heldUsd: 0.4 });
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    const report = { status: "completed", exitCode: 0, durationMs: 5, totalCostUsd: 0.25 };
    for (let time = 1; time <= 2; time++) expectOk(await worker.tell("complete", held, report));
    expect(await spent(personaId)).toEqual({ spentUsd: 0.25, heldUsd: 0 });
  });

  test("is held as far as it is left, and the worker is told to spend no more than that", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 0.3, maxBudgetUsd: 0.4 });
    const held = await take(await connectWorker(hub), id);
    expect(held.config.maxBudgetUsd).toBe(0.3);
    const unlimited = await offerExecution();
    const free = await take(await connectWorker(hub), unlimited);
    expect(free.config).not.toHaveProperty("maxBudgetUsd");
  });

  test("is held whole by a run without a limit of its own; the next waits until that one's cost is known", async () => {
    const id = await offerExecution({ monthlyBudgetUsd: 1 });
    const { personaId } = await read(id);
    const next = await offerExecution({}, { personaId });
    expect(await spent(personaId)).toEqual({ spentUsd: 0, heldUsd: 1 });
    expect(await read(next)).toMatchObject({ status: "queued", waitingFor: "budget", calledAt: null });
    expect(await db.personaMessage.count({ where: { personaId } })).toBe(0);
    const worker = await connectWorker(hub);
    const held = await take(worker, id);
    expect(held.config.maxBudgetUsd).toBe(1);
    expect((await worker.lease()).assign).toBeNull();
    const report = { status: "completed", exitCode: 0, durationMs: 5, totalCostUsd: 0.25 };
    expectOk(await worker.tell("complete", held, report));
    expect((await services.takeFacts()).map(({ name }) => name)).toContain("hub/budget.changed");
    await db.execution.update({ where: { id: next }, data: { status: "running", waitingFor: null } });
    expect(await offerToWorkers(next)).toBe("offered");
    expect(await spent(personaId)).toEqual({ spentUsd: 0.25, heldUsd: 0.75 });
    await cancelExecution(systemActor, next);
    expect(await spent(personaId)).toEqual({ spentUsd: 0.25, heldUsd: 0 });
  });

  test("is never held beyond what there is by many that are offered at once", async () => {
    const personaId = await insertPersona({ runtime: "worker", monthlyBudgetUsd: 1, maxBudgetUsd: 0.3 });
    const ids = await Promise.all(Array.from({ length: 6 }, () => offerExecution({}, { personaId })));
    const holds = await db.budgetHold.findMany({ where: { personaId } });
    const amounts = holds.map(({ amountUsd }) => Math.round(amountUsd * 1e6) / 1e6);
    expect(amounts.toSorted()).toEqual([0.1, 0.3, 0.3, 0.3]);
    expect((await spent(personaId)).heldUsd).toBeCloseTo(1, 6);
    const rows = await db.execution.findMany({ where: { id: { in: ids } } });
    expect(rows.map(({ waitingFor }) => waitingFor).toSorted()).toEqual([
      ...["budget", "budget"],
      ...["worker", "worker", "worker", "worker"],
    ]);
  });

  test("is waited for when nothing is left of it, which is told once", async () => {
    const personaId = await insertPersona({ runtime: "worker", monthlyBudgetUsd: 0.5 });
    await settleBudget({ executionId: "exe_spent", turn: 1, personaId, costUsd: 0.495 });
    const id = await offerExecution({}, { personaId });
    expect(await read(id)).toMatchObject({ status: "queued", waitingFor: "budget", calledAt: null });
    expect((await (await connectWorker(hub)).lease()).assign).toBeNull();
    await db.execution.update({ where: { id }, data: { status: "running", claimedBy: "run-1" } });
    expect(await offerToWorkers(id)).toBe("waiting");
    expect(await db.personaMessage.count({ where: { personaId } })).toBe(1);
    expect((await textOf(id)).match(/Nothing is left/g)).toHaveLength(1);
  });
});
