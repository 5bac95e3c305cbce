/** Holds and settles turns in the database of DATABASE_URL, and reads a long trace; prints `BudgetTimes`. */

import { systemActor } from "@/server/actor";
import { holdBudget, settleBudget } from "@/server/budgets/hold";
import { db } from "@/server/db";
import { getTrace } from "@/server/traces/service";
import type { BudgetTimes } from "@/tests/bench/budgets";
import { insertToolCall, insertTurn } from "@/tests/factories/traced";

const turnCount = 300;
const racerCount = 50;
const personaId = "bench-budget";

await db.persona.create({
  data: { id: personaId, name: personaId, webhookSecretSealed: "", monthlyBudgetUsd: 1_000 },
});
const holds: number[] = [];
const settles: number[] = [];
for (let turn = 1; turn <= turnCount; turn++) {
  const each = { executionId: "bench", turn, personaId };
  holds.push(await timeOne(() => holdBudget({ ...each, amountUsd: 0.5 })));
  settles.push(await timeOne(() => settleBudget({ ...each, costUsd: 0.1 })));
}
const raceMs = await timeOne(() =>
  Promise.all(
    Array.from({ length: racerCount }, (_, index) =>
      holdBudget({ executionId: `racer-${index}`, turn: 1, personaId, amountUsd: 0.5 }),
    ),
  ),
);

const executionId = "bench-trace";
await db.execution.create({
  data: { id: executionId, personaId, personaName: personaId, timeoutMs: 1_000, status: "running" },
});
for (let turn = 1; turn <= 50; turn++) {
  await insertTurn(executionId, turn, { text: "A sentence of the model. ".repeat(100) });
  for (let position = 0; position < 4; position++) {
    const output = "A line of a result. ".repeat(500);
    await insertToolCall(executionId, turn, position, { status: "completed", output });
  }
}
const traces: number[] = [];
for (let time = 0; time < 100; time++) traces.push(await timeOne(() => getTrace(systemActor, executionId)));
process.stdout.write(JSON.stringify({ holds, settles, raceMs, traces } satisfies BudgetTimes));
await db.$disconnect();

async function timeOne(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
