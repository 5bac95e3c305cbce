import type Anthropic from "@anthropic-ai/sdk";
import { createId } from "@/lib/ids";
import { Prisma } from "@/prisma/generated/client";
import { settling } from "@/server/budgets/hold";
import { currentPeriod } from "@/server/budgets/period";
import type { TurnResult } from "@/server/claude";
import { db } from "@/server/db";
import { costUsd, type Usage } from "@/server/models";
import { flushOutbox } from "@/server/outbox/service";
import { type Redactor, redactDeep } from "@/server/redact";
import type { HeldTool } from "@/server/tools/held-tool";
import { withoutNul } from "@/server/without-nul";

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
  const { usage, stopReason } = result;
  const cost = costUsd(model, usage, new Date());
  const content = JSON.stringify(redactDeep(redactor, withoutNul(result.content)));
  const calls = stopReason === "tool_use" ? describeCalls(finished, content) : [];
  // One statement, since it stands between every two turns of a model.
  const beside = Prisma.sql`, turn_row AS (
      INSERT INTO execution_turn (execution_id, turn, attempt, kind, model, content, stop_reason, input_tokens,
        output_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, cost_usd, duration_ms)
      VALUES (${executionId}, ${turn}, ${attempt}, ${kind}, ${model}, ${content}, ${stopReason}, ${usage.inputTokens},
        ${usage.outputTokens}, ${usage.cacheReadTokens}, ${usage.cacheWrite5mTokens}, ${usage.cacheWrite1hTokens},
        ${cost}::float8, ${durationMs})
    ), call_rows AS (
      INSERT INTO execution_tool_call (id, execution_id, turn, position, call_id, name, source, effect, policy, input)
      SELECT id, ${executionId}, ${turn}, position, "callId", name, source, effect, policy, input
      FROM json_to_recordset(${JSON.stringify(calls)}::json) AS c(id text, position int, "callId" text, name text,
        source text, effect text, policy text, input text)
    ), totals AS (
      UPDATE execution SET input_tokens = input_tokens + ${usage.inputTokens},
        output_tokens = output_tokens + ${usage.outputTokens},
        cache_read_tokens = cache_read_tokens + ${usage.cacheReadTokens},
        cache_write_5m_tokens = cache_write_5m_tokens + ${usage.cacheWrite5mTokens},
        cache_write_1h_tokens = cache_write_1h_tokens + ${usage.cacheWrite1hTokens},
        cost_usd = cost_usd + ${cost}::float8, claude_session_id = ${result.id}, updated_at = now()
      WHERE id = ${executionId}
    )`;
  const settled = { executionId, turn, personaId, costUsd: cost };
  await flushOutbox(await settling(settled, await currentPeriod(), beside));
  return calls.map(({ id }) => id);
}

/** Adds what a turn used that was cut off before it finished: it is paid all the same. */
export async function countUsage(executionId: string, model: string, usage: Usage): Promise<number> {
  const cost = costUsd(model, usage, new Date());
  await db.execution.updateMany({ where: { id: executionId }, data: increments(usage, cost) });
  return cost;
}

/** The calls as the redacted content has them, so that what runs is what is shown. */
function describeCalls({ tools }: FinishedTurn, content: string) {
  const blocks = JSON.parse(content) as Anthropic.ContentBlock[];
  const asked = blocks.filter((block) => block.type === "tool_use");
  return asked.map(({ id: callId, name, input }, position) => {
    const tool = tools.find((each) => each.name === name);
    return {
      id: createId("toolCall"),
      position,
      callId: callId.toWellFormed(),
      name: name.slice(0, 200).toWellFormed(),
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
