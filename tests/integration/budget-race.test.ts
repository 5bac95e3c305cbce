import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { systemActor } from "@/server/actor";
import { holdBudget, releaseBudget, settleBudget, settling, sweepHolds } from "@/server/budgets/hold";
import { currentPeriod } from "@/server/budgets/period";
import { reopenBudget } from "@/server/budgets/reached";
import { listBudgets } from "@/server/budgets/service";
import { db } from "@/server/db";
import { claimExecution, endExecution } from "@/server/executions/claim";
import { pauseExecution } from "@/server/executions/pause";
import { resumeWaiting, sweepWaiting } from "@/server/executions/resume";
import { savePersona } from "@/server/personas/service";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

/** One after the other, so that the line has an order also within a millisecond. */
let madeCount = 0;
const insertExecution = async (personaId: string, status = "queued") => {
  const id = createId("execution");
  await db.execution.create({
    data: {
      id,
      personaId,
      personaName: personaId,
      timeoutMs: 60_000,
      status,
      runtime: "hub",
      createdAt: new Date(Date.now() + madeCount++),
    },
  });
  return id;
};
const budgetOf = async (personaId: string) => {
  const { items } = await listBudgets(systemActor, { personaId, limit: 1, offset: 0 });
  const [budget] = items;
  if (!budget) throw new Error("no budget");
  return budget;
};
const messagesOf = (personaId: string) => db.personaMessage.findMany({ where: { personaId } });
const noticesOf = async (personaId: string) =>
  (await services.takeFacts()).filter(
    ({ name, data }) =>
      name === "hub/notice.raised" && data.type === "budget.reached" && data.subjectId === personaId,
  );

describe("50 runs that race for a budget of 10", () => {
  test("get no more than 10 turns, and it is told once", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 10 });
    await services.takeFacts();
    const runs = await Promise.all(Array.from({ length: 50 }, () => insertExecution(personaId, "running")));
    const answers = await Promise.all(
      runs.map(async (executionId) => {
        const answer = await holdBudget({ executionId, turn: 1, personaId, amountUsd: 1 });
        if (answer === "held") await settleBudget({ executionId, turn: 1, personaId, costUsd: 1 });
        return answer;
      }),
    );
    // Those refused while others only held come again once these have settled.
    for (const [index, executionId] of runs.entries()) {
      if (answers[index] === "reached")
        expect(await holdBudget({ executionId, turn: 1, personaId, amountUsd: 1 })).toBe("reached");
    }
    expect(answers.filter((answer) => answer === "held")).toHaveLength(10);
    expect(await budgetOf(personaId)).toMatchObject({ spentUsd: 10, heldUsd: 0, share: 1 });
    expect((await budgetOf(personaId)).reachedAt).not.toBeNull();
    expect(await noticesOf(personaId)).toHaveLength(1);
    const messages = await messagesOf(personaId);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ priority: "urgent" });
    expect(messages[0]?.content).toContain("$10.00");
    expect(messages[0]?.content).toContain(`/personas/${personaId}/settings`);
  });

  test("never overspend when runs crash between hold and settle, and what they held comes back", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 10 });
    const runs = await Promise.all(Array.from({ length: 50 }, () => insertExecution(personaId, "running")));
    let paid = 0;
    const carryOut = async (executionId: string, index: number, turn: number) => {
      const answer = await holdBudget({ executionId, turn, personaId, amountUsd: 0.7 });
      if (answer === "reached") return;
      const { spentUsd, heldUsd } = await budgetOf(personaId);
      expect(spentUsd + heldUsd).toBeLessThanOrEqual(10.000_001);
      // Every third dies here, before its turn was paid.
      if (index % 3 === 0) return;
      await settleBudget({ executionId, turn, personaId, costUsd: 0.4 });
      paid += 0.4;
    };
    for (let turn = 1; turn <= 3; turn++) {
      await Promise.all(runs.map((executionId, index) => carryOut(executionId, index, turn)));
      await db.execution.updateMany({
        where: { id: { in: runs.filter((_, index) => index % 3 === 0) } },
        data: { status: "failed" },
      });
      expect(await sweepHolds(-1_000)).toBeGreaterThanOrEqual(0);
      expect((await budgetOf(personaId)).heldUsd).toBeCloseTo(0, 9);
    }
    const { spentUsd } = await budgetOf(personaId);
    expect(paid).toBeGreaterThan(0);
    expect(spentUsd).toBeCloseTo(paid, 9);
    expect(spentUsd).toBeLessThanOrEqual(10);
    expect(await db.budgetHold.count({ where: { personaId } })).toBe(0);
  });
});

describe("a hold", () => {
  test("is taken once by the same turn, also at the same time", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 1 });
    const executionId = await insertExecution(personaId, "running");
    const hold = () => holdBudget({ executionId, turn: 3, personaId, amountUsd: 0.8 });
    expect(await Promise.all([hold(), hold(), hold()])).toEqual(["held", "held", "held"]);
    expect(await hold()).toBe("held");
    expect(await budgetOf(personaId)).toMatchObject({ spentUsd: 0, heldUsd: 0.8 });
  });

  test("is settled together with the turn that it was for, or not at all", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 5 });
    const executionId = await insertExecution(personaId, "running");
    await holdBudget({ executionId, turn: 1, personaId, amountUsd: 2 });
    const turn = { executionId, turn: 1, personaId, costUsd: 1.5 };
    // What stands beside it in the statement refers to an execution that is not there.
    const beside = Prisma.sql`, blob_row AS (
      INSERT INTO tool_blob (tool_call_id, text) VALUES ('nobody', ''))`;
    const period = await currentPeriod();
    await expect((async () => settling(turn, period, beside))()).rejects.toThrow();
    expect(await budgetOf(personaId)).toMatchObject({ spentUsd: 0, heldUsd: 2 });
  });

  test("left by a crash after its turn was committed counts as what the turn cost", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 5 });
    const executionId = await insertExecution(personaId, "running");
    await holdBudget({ executionId, turn: 1, personaId, amountUsd: 2 });
    await holdBudget({ executionId, turn: 2, personaId, amountUsd: 2 });
    await db.executionTurn.create({ data: { executionId, ...makeTurn(1.25) } });
    await releaseBudget(executionId);
    await releaseBudget(executionId);
    expect(await budgetOf(personaId)).toMatchObject({ spentUsd: 1.25, heldUsd: 0 });
  });

  test("without a limit is only counted", async () => {
    const personaId = await insertPersona();
    const executionId = await insertExecution(personaId, "running");
    expect(await holdBudget({ executionId, turn: 1, personaId, amountUsd: 1e5 })).toBe("held");
    await settleBudget({ executionId, turn: 1, personaId, costUsd: 12.5 });
    await settleBudget({ executionId, turn: 2, personaId, costUsd: 0.5 });
    expect(await budgetOf(personaId)).toMatchObject({
      limitUsd: null,
      spentUsd: 13,
      heldUsd: 0,
      share: null,
    });
  });

  test("counts for its own month, although it is settled in the next", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 5 });
    const executionId = await insertExecution(personaId, "running");
    await db.budgetPeriod.create({ data: { personaId, period: "2026-01", heldUsd: 2 } });
    await db.budgetHold.create({
      data: { executionId, turn: 1, personaId, period: "2026-01", amountUsd: 2 },
    });
    await settleBudget({ executionId, turn: 1, personaId, costUsd: 1 });
    expect(await db.budgetPeriod.findMany({ where: { personaId } })).toMatchObject([
      { period: "2026-01", spentUsd: 1, heldUsd: 0 },
    ]);
  });
});

/** Starts it and lets it wait for budget, as the loop does. */
async function runUntilReached(executionId: string, personaId: string): Promise<void> {
  await claimExecution(executionId, `run-${executionId}`);
  expect(await holdBudget({ executionId, turn: 1, personaId, amountUsd: 1 })).toBe("reached");
  expect(await pauseExecution(executionId, `run-${executionId}`, "budget")).toBe("waiting");
}

describe("what waits for a budget", () => {
  test("gives its place away, and goes on when the budget is raised; a budget reached again is told again", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 0.5, maxConcurrent: 1 });
    const first = await insertExecution(personaId);
    const second = await insertExecution(personaId);
    await runUntilReached(first, personaId);
    await runUntilReached(second, personaId);
    expect(await messagesOf(personaId)).toHaveLength(1);
    expect(await noticesOf(personaId)).toHaveLength(1);
    expect(await sweepWaiting()).toBe(0);

    await savePersona(systemActor, { id: personaId, monthlyBudgetUsd: 1.5 });
    const facts = await services.takeFacts();
    expect(facts.map(({ name, data }) => [name, data])).toContainEqual(["hub/budget.changed", { personaId }]);
    await reopenBudget(personaId);
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(2);
    const asked = (await services.takeFacts()).filter(({ name }) => name === "hub/execution.requested");
    expect(asked.map(({ data }) => data.executionId)).toEqual([first]);
    expect(await claimExecution(first, "run-again")).toBe("claimed");
    expect(await holdBudget({ executionId: first, turn: 1, personaId, amountUsd: 1 })).toBe("held");
    await settleBudget({ executionId: first, turn: 1, personaId, costUsd: 1 });
    await endExecution(first, { status: "completed" });

    await runUntilReached(second, personaId);
    expect(await messagesOf(personaId)).toHaveLength(2);
    expect(await noticesOf(personaId)).toHaveLength(1);
  });

  test("goes on at a new month by the sweep alone", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 0.5 });
    const executionId = await insertExecution(personaId);
    await runUntilReached(executionId, personaId);
    expect(await sweepWaiting()).toBe(0);
    await db.budgetPeriod.updateMany({ where: { personaId }, data: { period: "2026-01" } });
    expect(await sweepWaiting()).toBe(1);
    expect(await db.execution.findUnique({ where: { id: executionId } })).toMatchObject({
      status: "queued",
      waitingFor: null,
    });
  });

  test("stays while it is over the limit of a single execution, until that is raised", async () => {
    const personaId = await insertPersona({ maxBudgetUsd: 0.2 });
    const executionId = await insertExecution(personaId);
    await claimExecution(executionId, "run-own");
    await db.execution.update({ where: { id: executionId }, data: { costUsd: 0.25 } });
    expect(await pauseExecution(executionId, "run-own", "budget")).toBe("waiting");
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(0);
    expect(await sweepWaiting()).toBe(0);
    await services.takeFacts();
    await savePersona(systemActor, { id: personaId, maxBudgetUsd: 0.5 });
    expect((await services.takeFacts()).map(({ name }) => name)).toContain("hub/budget.changed");
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(1);
  });

  test("for what others only hold is told nothing, and is called when they settle", async () => {
    const personaId = await insertPersona({ monthlyBudgetUsd: 1.5 });
    const holder = await insertExecution(personaId);
    const waiter = await insertExecution(personaId);
    await claimExecution(holder, "run-holder");
    await holdBudget({ executionId: holder, turn: 1, personaId, amountUsd: 1 });
    await services.takeFacts();
    await runUntilReached(waiter, personaId);
    expect(await messagesOf(personaId)).toHaveLength(0);
    await settleBudget({ executionId: holder, turn: 1, personaId, costUsd: 0.2 });
    expect((await services.takeFacts()).map(({ name }) => name)).toEqual(["hub/budget.changed"]);
    expect(await resumeWaiting({ personaId, waitingFor: "budget" })).toBe(1);
  });
});

function makeTurn(costUsd: number) {
  return {
    turn: 1,
    model: "claude-sonnet-5-5",
    content: "[]",
    inputTokens: 1,
    outputTokens: 1,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    costUsd,
    durationMs: 1,
  };
}
