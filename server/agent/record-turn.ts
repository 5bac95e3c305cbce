import type { Prisma } from "@/prisma/generated/client";
import type { TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import { costUsd, type Usage } from "@/server/models";

export type FinishedTurn = {
  executionId: string;
  turn: number;
  attempt: number;
  /** The model that was asked; its price is the one that counts. */
  model: string;
  durationMs: number;
  result: TurnResult;
};

/** Commits a finished turn with what it used: from here on it is never paid for again (design §12.5). */
export async function recordTurn({
  executionId,
  turn,
  attempt,
  model,
  durationMs,
  result,
}: FinishedTurn): Promise<void> {
  const cost = costUsd(model, result.usage, new Date());
  const row = {
    executionId,
    turn,
    attempt,
    model: result.model,
    content: JSON.stringify(result.content),
    stopReason: result.stopReason,
    ...result.usage,
    costUsd: cost,
    durationMs,
  };
  await db.$transaction([
    db.executionTurn.create({ data: row }),
    db.execution.update({
      where: { id: executionId },
      data: { ...increments(result.usage, cost), claudeSessionId: result.id },
    }),
  ]);
}

/** Adds what a turn used that was cut off before it finished: it is paid all the same. */
export async function countUsage(executionId: string, model: string, usage: Usage): Promise<void> {
  const cost = costUsd(model, usage, new Date());
  await db.execution.updateMany({ where: { id: executionId }, data: increments(usage, cost) });
}

function increments(usage: Usage, cost: number): Prisma.ExecutionUpdateManyMutationInput {
  return {
    inputTokens: { increment: usage.inputTokens },
    outputTokens: { increment: usage.outputTokens },
    cacheReadTokens: { increment: usage.cacheReadTokens },
    cacheWrite5mTokens: { increment: usage.cacheWrite5mTokens },
    cacheWrite1hTokens: { increment: usage.cacheWrite1hTokens },
    costUsd: { increment: cost },
  };
}
