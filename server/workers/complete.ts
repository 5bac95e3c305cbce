import { type Actor, requireScope } from "@/server/actor";
import { releaseBudget } from "@/server/budgets/hold";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { endExecution } from "@/server/executions/claim";
import { type Redactor, redactDeep } from "@/server/redact";
import { readHeld } from "@/server/workers/held";
import { readOutputState, redactChunks } from "@/server/workers/held-back";
import { heldBy, type Lease, refuseWrite } from "@/server/workers/lease";
import type { CompleteInput } from "@/server/workers/schema";
import { storeOutput } from "@/server/workers/store-output";
import { closeToolCalls } from "@/server/workers/tool-calls";

const none = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
};

/**
 * Ends an execution as its worker reports, once: the rest of its output, what it cost, then the end itself, each under
 * the lease. The same report again, by the worker whose report counted, is answered alike. Throws conflict.
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
    true,
  );
  const phaseTimings = report.phaseTimings && redactDeep(redactor, report.phaseTimings);
  await storeOutput(lease, { pieces, progress: { ...state, ...(phaseTimings ? { phaseTimings } : {}) } });
  await closeToolCalls(executionId, heldBy(lease));
  await countCost(lease, report, redactor);
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
  // The turn is committed, so what was held for it when it was offered becomes what it cost.
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

/** Notes what the CLI used as the execution's turn; a repetition changes nothing. */
async function countCost(
  lease: Lease,
  {
    usage = none,
    model,
    sessionId,
    totalCostUsd = 0,
    output = "",
    ...report
  }: Omit<CompleteInput, keyof Lease>,
  redactor: Redactor,
): Promise<void> {
  const content = JSON.stringify([{ type: "text", text: redactor.redact(output) }]);
  // What the CLI calls them: words from outside as well.
  const [modelUsed = null, session = null] = [model, sessionId].map((word) => word && redactor.redact(word));
  await db.$executeRaw`
    WITH held AS (
      UPDATE execution SET
        model_used = coalesce(${modelUsed}, model_used), claude_session_id = ${session},
        input_tokens = ${usage.inputTokens}, output_tokens = ${usage.outputTokens},
        cache_read_tokens = ${usage.cacheReadTokens}, cache_write_5m_tokens = ${usage.cacheWrite5mTokens},
        cache_write_1h_tokens = ${usage.cacheWrite1hTokens}, cost_usd = ${totalCostUsd}, updated_at = clock_timestamp()
      WHERE ${heldBy(lease)} RETURNING id, lease_number, model_used
    )
    INSERT INTO execution_turn (execution_id, turn, attempt, model, content, stop_reason, input_tokens, output_tokens,
      cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cost_usd, duration_ms)
    SELECT id, 1, lease_number - 1, coalesce(model_used, 'claude-cli'), ${content}, ${`exit ${report.exitCode}`},
      ${usage.inputTokens}, ${usage.outputTokens}, ${usage.cacheReadTokens}, ${usage.cacheWrite5mTokens},
      ${usage.cacheWrite1hTokens}, ${totalCostUsd}, ${report.durationMs}
    FROM held ON CONFLICT DO NOTHING`;
}
