import type { BudgetHold, Execution, Persona } from "@/prisma/generated/client";
import { describeOwnBudget } from "@/server/agent/limits";
import { readRunPersona } from "@/server/agent/prepare-prompt";
import { tellOwnBudget } from "@/server/agent/wait-for-budget";
import { releaseBudget } from "@/server/budgets/hold";
import { currentPeriod } from "@/server/budgets/period";
import { tellReached } from "@/server/budgets/reached";
import { db } from "@/server/db";
import { callNext, lockPersona, personaOf } from "@/server/executions/line";
import { noteOutput } from "@/server/executions/output";
import { standingAside } from "@/server/executions/pause";
import { leastRunUsd } from "@/server/executions/resume";
import { flushOutbox } from "@/server/outbox/service";
import { heldBy, type Lease } from "@/server/workers/lease";
import { closeRuns } from "@/server/workers/runs";

type Limited = Pick<Persona, "maxBudgetUsd" | "monthlyBudgetUsd">;

/** Said while there is nothing for a run to spend. */
export const monthIsSpent =
  "Nothing is left of the persona's monthly budget beside what its other runs may spend. It goes on when some becomes free or the budget is raised.";

/** What is left of what is held for an execution, since its lost runs count too; null where nothing limits it. */
export function readBudget(
  { maxBudgetUsd, monthlyBudgetUsd }: Limited,
  spentUsd: number,
  hold: Pick<BudgetHold, "amountUsd"> | null,
): number | null {
  if (maxBudgetUsd === null && monthlyBudgetUsd === null) return null;
  const ownUsd = maxBudgetUsd === null ? Number.POSITIVE_INFINITY : maxBudgetUsd - spentUsd;
  // A month's budget that was set since it was offered held nothing.
  const heldUsd = monthlyBudgetUsd === null ? Number.POSITIVE_INFINITY : (hold?.amountUsd ?? 0);
  return Math.max(0, Number(Math.min(ownUsd, heldUsd).toFixed(6)));
}

/** The least that a run is given, in dollars; a persona may be allowed less than what is worth it for others. */
export function leastBudget(maxBudgetUsd: number | null): number {
  return Math.min(maxBudgetUsd ?? leastRunUsd, leastRunUsd);
}

/** Whether what an execution spent leaves too little of its own limit for another run. */
export function isOwnBudgetSpent(maxBudgetUsd: number | null, spentUsd: number): maxBudgetUsd is number {
  return maxBudgetUsd !== null && spentUsd > 0 && spentUsd >= maxBudgetUsd - leastRunUsd;
}

/** Tells people and endpoints, once for each limit, that an execution has used up its own. Returns what is said of it. */
export async function tellOwnLimit(
  run: Pick<Execution, "id" | "personaId" | "personaName" | "costUsd">,
  limitUsd: number,
): Promise<string> {
  const message = `${describeOwnBudget(limitUsd, run.costUsd)} It then starts over.`;
  await tellOwnBudget(run, limitUsd, message);
  return message;
}

/**
 * Lets an execution whose run was ended by its budget wait for more, without its place and its worker: for its own limit
 * to be raised, or for room in its persona's month. It starts over with what is left then. Returns whether it waits;
 * it does not when the lease is gone or it was cancelled.
 */
export async function standAside(lease: Lease): Promise<boolean> {
  const { executionId } = lease;
  const personaId = personaOf(executionId);
  const [, paused, next] = await db.$transaction([
    lockPersona(personaId),
    standingAside(executionId, "budget", heldBy(lease)),
    callNext(personaId),
  ]);
  await flushOutbox(next);
  if (paused.length === 0) return false;
  await closeRuns(executionId, "lost");
  const execution = await db.execution.findUniqueOrThrow({ where: { id: executionId } });
  const message = await tellWhich(execution, await readRunPersona(execution));
  await noteOutput(executionId, 1, [message]);
  // Only now, since it tells those that wait for the room that becomes free, and this one is among them.
  await releaseBudget(executionId);
  return true;
}

async function tellWhich(execution: Execution, persona: Persona | null): Promise<string> {
  const { id: executionId, personaId, costUsd } = execution;
  const limitUsd = persona?.maxBudgetUsd ?? null;
  if (isOwnBudgetSpent(limitUsd, costUsd)) return tellOwnLimit(execution, limitUsd);
  await tellReached({ executionId, personaId, amountUsd: leastBudget(limitUsd) }, await currentPeriod());
  return monthIsSpent;
}
