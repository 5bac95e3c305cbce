import type { Execution, ExecutionTurn } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import { lostReasons } from "@/server/executions/lost-runs";
import { readProgress } from "@/server/executions/progress";
import type { ExecutionStatus } from "@/server/executions/schema";
import { measureCaching, type Usage } from "@/server/models";
import { cutText } from "@/server/traces/cut-text";
import { readToolCalls } from "@/server/traces/read-tool-calls";
import type { Trace, TracedToolCall, TracedTurn } from "@/server/traces/schema";
import { readTurnContent } from "@/server/traces/turn-text";

/** What an execution did: its prompt, its turns, and below each the tools it asked for. Throws not_found. */
export async function getTrace(actor: Actor, executionId: string): Promise<Trace> {
  requireScope(actor, "executions:read");
  const row = await db.execution.findUnique({
    where: { id: executionId },
    omit: { inputData: true, outputData: true },
  });
  if (!row) throw notFound("execution", executionId);
  const [turns, calls, prompts, progress] = await Promise.all([
    db.executionTurn.findMany({ where: { executionId }, orderBy: { turn: "asc" } }),
    readToolCalls(executionId),
    measurePrompt(executionId),
    readProgress([row]),
  ]);
  const [first] = turns;
  const [prompt] = prompts;
  return {
    executionId,
    status: row.status as ExecutionStatus,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    prompt: prompt
      ? {
          characterCount: prompt.characterCount,
          toolCount: prompt.toolCount,
          tokenCount: first ? countPromptTokens(first) : null,
          durationMs:
            first && row.startedAt ? Math.max(0, beganAt(first).getTime() - row.startedAt.getTime()) : null,
        }
      : null,
    turns: [
      ...turns.map((turn) =>
        toTurn(
          row,
          turn,
          calls.filter((call) => call.turn === turn.turn),
        ),
      ),
      ...listUnfinished(row, turns, calls),
    ].toSorted((one, other) => one.turn - other.turn),
    progress: progress.get(executionId) ?? null,
    worker: row.workerId === null ? null : { id: row.workerId, lostCount: row.lostCount },
    caching: sumCaching(turns),
  };
}

type Run = Pick<
  Execution,
  "runtime" | "status" | "startedAt" | "completedAt" | "createdAt" | "modelUsed" | "leaseNumber"
>;

function toTurn(
  row: Run,
  { executionId: _own, content, ...turn }: ExecutionTurn,
  toolCalls: TracedToolCall[],
): TracedTurn {
  return {
    ...turn,
    ...describeEnd(row, turn),
    startedAt: beganAt(turn).toISOString(),
    createdAt: turn.createdAt.toISOString(),
    output: cutText(readTurnContent(content)),
    cachedShare: measureCaching(turn.model, turn, turn.createdAt).share,
    toolCalls,
  };
}

/** A worker's turn is the run of a lease; of one that is over and has not ended by itself another began anew. */
function describeEnd(
  { runtime, status, leaseNumber }: Run,
  { turn, stopReason }: Pick<ExecutionTurn, "turn" | "stopReason">,
): { isFinished: boolean; isLost: boolean } {
  if (runtime !== "worker") return { isFinished: true, isLost: false };
  const isLeft = stopReason === null && (turn < leaseNumber || status === "queued");
  const isLost = isLeft || lostReasons.some((reason) => reason === stopReason);
  return { isFinished: stopReason !== null && !isLost, isLost };
}

/** A worker's CLI may call tools before its turn has a row. */
function listUnfinished(row: Run, turns: ExecutionTurn[], calls: TracedToolCall[]): TracedTurn[] {
  const without = new Set(calls.map(({ turn }) => turn));
  for (const { turn } of turns) without.delete(turn);
  return [...without].map((turn) => {
    const toolCalls = calls.filter((call) => call.turn === turn);
    const began = row.startedAt ?? row.createdAt;
    const until = row.completedAt ?? new Date();
    return {
      turn,
      kind: "model",
      attempt: turn - 1,
      model: row.modelUsed ?? "",
      stopReason: null,
      inputTokens: 0,
      outputTokens: 0,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      costUsd: 0,
      durationMs: Math.max(0, until.getTime() - began.getTime()),
      ...describeEnd(row, { turn, stopReason: null }),
      startedAt: began.toISOString(),
      createdAt: until.toISOString(),
      output: cutText(""),
      cachedShare: 0,
      toolCalls,
    };
  });
}

/** A turn's row is written when it is finished. */
function beganAt({ createdAt, durationMs }: Pick<ExecutionTurn, "createdAt" | "durationMs">): Date {
  return new Date(createdAt.getTime() - durationMs);
}

function countPromptTokens(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
}

function sumCaching(turns: ExecutionTurn[]): Trace["caching"] {
  const all = turns.reduce((sum, turn) => sum + countPromptTokens(turn), 0);
  const read = turns.reduce((sum, turn) => sum + turn.cacheReadTokens, 0);
  const saved = turns.map((turn) => measureCaching(turn.model, turn, turn.createdAt).savedUsd);
  const isKnown = saved.every((usd) => usd !== null);
  return {
    share: all === 0 ? 0 : read / all,
    savedUsd: isKnown ? saved.reduce((sum: number, usd) => sum + (usd ?? 0), 0) : null,
  };
}

function measurePrompt(executionId: string): Promise<{ characterCount: number; toolCount: number }[]> {
  return db.$queryRaw`
    SELECT (length(system) + length("user"))::int AS "characterCount", json_array_length(tools::json) AS "toolCount"
    FROM execution_prompt WHERE execution_id = ${executionId}`;
}
