import type { Execution } from "@/prisma/generated/client";
import type { ExecutionOutput, ExecutionStatus, WaitReason } from "@/server/executions/schema";
import { parseOrUndefined } from "@/server/json-text";

/** A row as every door shows it. */
export function toOutput(row: Execution): ExecutionOutput {
  return {
    id: row.id,
    executionId: row.id,
    projectId: row.projectId,
    personaId: row.personaId,
    personaName: row.personaName,
    triggerId: row.triggerId,
    useCaseId: row.useCaseId,
    eventId: row.eventId,
    subscriptionId: row.subscriptionId,
    cause: null,
    line: null,
    status: row.status as ExecutionStatus,
    waitingFor: row.waitingFor as WaitReason | null,
    runtime: row.runtime,
    workerId: row.workerId,
    inputData: row.inputData,
    outputData: row.outputData,
    claudeSessionId: row.claudeSessionId,
    modelUsed: row.modelUsed,
    inputTokens: row.inputTokens,
    outputTokens: row.outputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWrite5mTokens: row.cacheWrite5mTokens,
    cacheWrite1hTokens: row.cacheWrite1hTokens,
    costUsd: row.costUsd,
    errorMessage: row.errorMessage,
    durationMs: row.durationMs,
    usedMs: row.usedMs,
    calledAt: row.calledAt?.toISOString() ?? null,
    personaVersion: row.personaVersion,
    promptHash: row.promptHash,
    outcome:
      row.accomplished === null
        ? null
        : {
            accomplished: row.accomplished,
            summary: row.outcomeSummary,
            blockers: readBlockers(row.outcomeBlockers),
          },
    attempt: row.attempt,
    notBefore: row.notBefore?.toISOString() ?? null,
    retryOfExecutionId: row.retryOfExecutionId,
    retryCount: row.retryCount,
    cancelRequestedAt: row.cancelRequestedAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What kept it from being done: a JSON array of texts, or one text. */
function readBlockers(text: string | null): string[] {
  if (text === null) return [];
  const parsed = parseOrUndefined(text);
  if (!Array.isArray(parsed)) return [text];
  return parsed.map((blocker) => (typeof blocker === "string" ? blocker : JSON.stringify(blocker)));
}

/** A line of a list: input and output are left to the detail, so that they need not be read. */
export function toListItem(row: Omit<Execution, "inputData" | "outputData">): ExecutionOutput {
  return toOutput({ ...row, inputData: null, outputData: null });
}
