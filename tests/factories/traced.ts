import { createId } from "@/lib/ids";
import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";

type TurnFields = Partial<Omit<Prisma.ExecutionTurnUncheckedCreateInput, "executionId" | "turn">> & {
  text?: string;
};
type CallFields = Partial<
  Omit<Prisma.ExecutionToolCallUncheckedCreateInput, "executionId" | "turn" | "position">
>;

/** A finished turn's row. */
export async function insertTurn(
  executionId: string,
  turn: number,
  { text = "", ...fields }: TurnFields = {},
) {
  await db.executionTurn.create({
    data: {
      executionId,
      turn,
      model: "claude-sonnet-5-5",
      content: JSON.stringify([{ type: "text", text }]),
      stopReason: "end_turn",
      inputTokens: 1_000,
      outputTokens: 200,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      costUsd: 0.004,
      durationMs: 1_500,
      ...fields,
    },
  });
}

/** A tool call's row. Returns its id. */
export async function insertToolCall(
  executionId: string,
  turn: number,
  position: number,
  fields: CallFields = {},
): Promise<string> {
  const id = createId("toolCall");
  await db.executionToolCall.create({
    data: {
      id,
      executionId,
      turn,
      position,
      callId: `toolu_${id}`,
      name: "http_request",
      source: "builtin",
      effect: "read",
      policy: "allow",
      input: "{}",
      ...fields,
    },
  });
  return id;
}
