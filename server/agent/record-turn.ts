import type Anthropic from "@anthropic-ai/sdk";
import { createId } from "@/lib/ids";
import type { Prisma } from "@/prisma/generated/client";
import { settling } from "@/server/budgets/hold";
import { currentPeriod } from "@/server/budgets/period";
import type { TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import { costUsd, type Usage } from "@/server/models";
import { flushOutbox } from "@/server/outbox/service";
import { type Redactor, redactDeep } from "@/server/redact";
import type { HeldTool } from "@/server/tools/held-tool";

export type FinishedTurn = {
  executionId: string;
  personaId: string;
  turn: number;
  attempt: number;
  kind: "model" | "compaction";
  /** The model that was asked; its price is the one that counts. */
  model: string;
  durationMs: number;
  result: TurnResult;
  /** What the persona holds: says what each call does, and whether it may. */
  tools: readonly HeldTool[];
  /** Takes secrets out of what is kept. */
  redactor: Redactor;
};

/**
 * Commits a finished turn with what it used and the tool calls it asked for: from here on it is never paid for again
 * (design §12.5). Returns the ids of the calls, in order.
 */
export async function recordTurn(finished: FinishedTurn): Promise<string[]> {
  const { executionId, personaId, turn, attempt, kind, model, durationMs, result, redactor } = finished;
  const cost = costUsd(model, result.usage, new Date());
  const content = JSON.stringify(redactDeep(redactor, result.content)).replaceAll("\\u0000", "");
  const row = { executionId, turn, attempt, kind, model, content, stopReason: result.stopReason };
  const calls = result.stopReason === "tool_use" ? describeCalls(finished, content) : [];
  const period = await currentPeriod();
  const [freed] = await db.$transaction([
    settling({ executionId, turn, personaId, costUsd: cost }, period),
    db.executionTurn.create({ data: { ...row, ...result.usage, costUsd: cost, durationMs } }),
    db.executionToolCall.createMany({ data: calls }),
    db.execution.update({
      where: { id: executionId },
      data: { ...increments(result.usage, cost), claudeSessionId: result.id },
    }),
  ]);
  await flushOutbox(freed);
  return calls.map(({ id }) => id);
}

/** Adds what a turn used that was cut off before it finished: it is paid all the same. */
export async function countUsage(executionId: string, model: string, usage: Usage): Promise<number> {
  const cost = costUsd(model, usage, new Date());
  await db.execution.updateMany({ where: { id: executionId }, data: increments(usage, cost) });
  return cost;
}

/** The calls as the redacted content has them, so that what runs is what is shown. */
function describeCalls({ executionId, turn, tools }: FinishedTurn, content: string) {
  const blocks = JSON.parse(content) as Anthropic.ContentBlock[];
  const asked = blocks.filter((block) => block.type === "tool_use");
  return asked.map(({ id: callId, name, input }, position) => {
    const tool = tools.find((each) => each.name === name);
    return {
      id: createId("toolCall"),
      executionId,
      turn,
      position,
      callId,
      name: name.slice(0, 200),
      source: tool?.source ?? "builtin",
      effect: tool?.effectOf(input) ?? "read",
      policy: tool?.policy ?? "deny",
      input: JSON.stringify(input ?? {}),
    };
  });
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
