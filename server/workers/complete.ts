import { type Actor, requireScope } from "@/server/actor";
import { releaseBudget } from "@/server/budgets/hold";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { type Redactor, redactDeep } from "@/server/redact";
import { standAside } from "@/server/workers/budget";
import { readHeld } from "@/server/workers/held";
import { readOutputState, redactChunks } from "@/server/workers/held-back";
import { heldBy, type Lease, refuseWrite } from "@/server/workers/lease";
import { bookRun, noteRun } from "@/server/workers/runs";
import type { CompleteInput } from "@/server/workers/schema";
import { storeOutput } from "@/server/workers/store-output";
import { closeToolCalls } from "@/server/workers/tool-calls";

/**
 * Ends an execution as its worker reports, once: the rest of its output, what it cost, then the end itself, each under
 * the lease. One that its budget ended does not end, but waits for more. The same report again, by the worker whose report counted, is answered alike. Throws conflict.
 */
export async function completeExecution(
  actor: Actor,
  { workerId, sessionToken, executionId, leaseNumber, ...report }: CompleteInput,
): Promise<{ executionId: string; status: string }> {
  requireScope(actor, "workers:run");
  const lease = { workerId, sessionToken, executionId, leaseNumber };
  const answered = await findReported(lease);
  if (answered) return { executionId, status: answered };
  const row = await readHeld(lease);
  const redactor = await readRedactor(row.personaId);
  const { pieces, state } = redactChunks(
    executionId,
    redactor,
    [],
    readOutputState(row.workerProgress),
    report.isOutputCut ? "cut" : "whole",
  );
  const phaseTimings = report.phaseTimings && redactDeep(redactor, report.phaseTimings);
  await storeOutput(lease, { pieces, progress: { ...state, ...(phaseTimings ? { phaseTimings } : {}) } });
  await closeToolCalls(executionId, heldBy(lease));
  await noteEnd(lease, report, redactor);
  if (report.reached === "budget" && (await hasCost(lease)) && (await standAside(lease)))
    return { executionId, status: "queued" };
  const errorMessage = report.errorMessage && redactor.redact(report.errorMessage);
  const outputData = report.output && redactor.redact(report.output);
  const isEnded = await endExecution(
    executionId,
    {
      status: report.status,
      ...(errorMessage ? { errorMessage } : {}),
      ...(outputData ? { outputData } : {}),
    },
    null,
    heldBy(lease),
  );
  if (!isEnded) {
    const status = await findReported(lease);
    if (status === null) throw await refuseWrite(lease);
    return { executionId, status };
  }
  await releaseBudget(executionId);
  return { executionId, status: report.status };
}

/** How it ended, when it ended under this very lease. */
async function findReported({ executionId, leaseNumber, workerId }: Lease): Promise<string | null> {
  const row = await db.execution.findUnique({
    where: { id: executionId, workerId, leaseNumber, status: { notIn: ["queued", "running"] } },
    select: { status: true },
  });
  return row?.status ?? null;
}

/** One that ends for its budget without a cost would be given the same again, for ever. */
async function hasCost({ executionId, leaseNumber: turn }: Lease): Promise<boolean> {
  const run = await db.executionTurn.findUnique({ where: { executionId_turn: { executionId, turn } } });
  return (run?.costUsd ?? 0) > 0;
}

/** Notes what the CLI said and used in all, which then counts; a repetition changes nothing. */
async function noteEnd(
  lease: Lease,
  {
    model,
    totalCostUsd,
    usage,
    unpriced,
    sessionId,
    output = "",
    ...report
  }: Omit<CompleteInput, keyof Lease>,
  redactor: Redactor,
): Promise<void> {
  const content = JSON.stringify([{ type: "text", text: redactor.redact(output) }]);
  // What the CLI calls them: words from outside as well.
  const [modelUsed, session = null] = [model, sessionId].map((word) => word && redactor.redact(word));
  if (!(await noteRun(lease, { model: modelUsed, totalCostUsd, usage, unpriced, content }))) return;
  await bookRun(lease, `exit ${report.exitCode}`, report.durationMs);
  await db.$executeRaw`UPDATE execution SET claude_session_id = ${session} WHERE ${heldBy(lease)}`;
}
