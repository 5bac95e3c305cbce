import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { notFound } from "@/server/errors";
import type { TextPage, ToolCallText, TurnText } from "@/server/traces/schema";
import { readTurnContent } from "@/server/traces/turn-text";

/** A page of a tool call's arguments. Throws not_found. */
export async function readToolInput(actor: Actor, input: ToolCallText): Promise<TextPage> {
  requireScope(actor, "executions:read");
  const { executionId, toolCallId, offset, limit } = input;
  const rows = await db.$queryRaw<Piece[]>`
    SELECT substr(input, ${offset + 1}::int, ${limit}::int) AS text, length(input) AS total
    FROM execution_tool_call WHERE id = ${toolCallId} AND execution_id = ${executionId}`;
  return toPage(rows, toolCallId, input);
}

/** A page of a tool call's result, of all of it also where the model saw it cut. Throws not_found. */
export async function readToolOutput(actor: Actor, input: ToolCallText): Promise<TextPage> {
  requireScope(actor, "executions:read");
  const { executionId, toolCallId, offset, limit } = input;
  const rows = await db.$queryRaw<Piece[]>`
    SELECT substr(whole, ${offset + 1}::int, ${limit}::int) AS text, length(whole) AS total
    FROM (
      SELECT coalesce(b.text, c.output, '') AS whole
      FROM execution_tool_call c LEFT JOIN tool_blob b ON b.tool_call_id = c.id
      WHERE c.id = ${toolCallId} AND c.execution_id = ${executionId}
    ) AS result`;
  return toPage(rows, toolCallId, input);
}

/** A page of what the model said in a turn. Throws not_found. */
export async function readTurnText(actor: Actor, input: TurnText): Promise<TextPage> {
  requireScope(actor, "executions:read");
  const { executionId, turn, offset, limit } = input;
  const row = await db.executionTurn.findUnique({
    where: { executionId_turn: { executionId, turn } },
    select: { content: true },
  });
  if (!row) throw notFound("turn", `${executionId}/${turn}`);
  // Counted as the database counts, by code points.
  const characters = [...readTurnContent(row.content)];
  const text = characters.slice(offset, offset + limit).join("");
  return toPage([{ text, total: characters.length }], String(turn), input);
}

type Piece = { text: string; total: number };

function toPage([row]: Piece[], id: string, { offset, limit }: { offset: number; limit: number }): TextPage {
  if (!row) throw notFound("tool call", id);
  const end = offset + limit;
  return { text: row.text, nextOffset: end < row.total ? end : null, totalCharacters: row.total };
}
