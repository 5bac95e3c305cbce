import { Prisma } from "@/prisma/generated/client";
import { preparePrompt, readRunPersona } from "@/server/agent/prepare-prompt";
import { type Run, readRun } from "@/server/agent/read-run";
import { waitForBudget } from "@/server/agent/wait-for-budget";
import { holdWhatIsLeft } from "@/server/budgets/hold";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { isOwnBudgetSpent, leastBudget, monthIsSpent, tellOwnLimit } from "@/server/workers/budget";
import { holdTurn } from "@/server/workers/runs";

/**
 * Offers a claimed execution to the workers: its prompt is assembled and kept, and it goes back to `queued`, waiting for
 * a worker, with the place it has (design §4); with nothing left of its persona's monthly budget it waits for that instead.
 * It holds nothing in the engine, however long it waits. Offering it twice changes nothing.
 */
export async function offerToWorkers(executionId: string): Promise<"offered" | "waiting" | "ended"> {
  const run = await readRun(executionId);
  if (run?.status === "queued" && run.waitingFor === "worker") return "offered";
  if (run?.status !== "running" || run.workerId !== null) return "ended";
  const persona = await readRunPersona(run);
  if (run.cancelRequestedAt || !persona) {
    const errorMessage = persona ? undefined : "Its persona was deleted before it ran.";
    await endExecution(executionId, { status: "cancelled", ...(errorMessage ? { errorMessage } : {}) });
    return "ended";
  }
  if (run.prompt === null) await preparePrompt(run, persona, await readRedactor(run.personaId));
  if (!(await hasRoom(run, persona.maxBudgetUsd)))
    return (await endIfCancelled(executionId)) ? "ended" : "waiting";
  const { count } = await db.execution.updateMany({
    where: { id: executionId, status: "running", workerId: null, cancelRequestedAt: null },
    data: { status: "queued", waitingFor: "worker", claimedBy: null, startedAt: null },
  });
  if (count === 1) return "offered";
  await endIfCancelled(executionId);
  return "ended";
}

/** Nobody else would: it runs here no longer, and no worker has it. */
async function endIfCancelled(executionId: string): Promise<boolean> {
  const asked = Prisma.sql`cancel_requested_at IS NOT NULL AND worker_id IS NULL`;
  return endExecution(executionId, { status: "cancelled" }, null, asked);
}

/**
 * The CLI's turns are not paid for one by one, so that all that the run may cost is held: its own limit, or what is left
 * of the month where that is less. The worker is told to spend no more than that.
 */
async function hasRoom(run: Run, maxBudgetUsd: number | null): Promise<boolean> {
  const { id: executionId, personaId, claimedBy } = run;
  if (isOwnBudgetSpent(maxBudgetUsd, run.costUsd)) {
    await waitForBudget(run, claimedBy ?? "", await tellOwnLimit(run, maxBudgetUsd));
    return false;
  }
  // What its lost runs spent is not to be had again.
  const mostUsd = maxBudgetUsd === null ? null : Math.max(0, maxBudgetUsd - run.costUsd);
  const leastUsd = leastBudget(mostUsd);
  const held = await holdWhatIsLeft({ executionId, personaId, turn: holdTurn, mostUsd, leastUsd });
  if (held === "held") return true;
  await waitForBudget(run, claimedBy ?? "", monthIsSpent);
  return false;
}
