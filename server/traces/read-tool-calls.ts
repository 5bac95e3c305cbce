import type { ExecutionToolCall } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { shownCharacters } from "@/server/traces/cut-text";
import type { TracedText, TracedToolCall } from "@/server/traces/schema";

type Row = Omit<ExecutionToolCall, "executionId" | "approvedHash" | "input" | "output"> & {
  input: string;
  inputCharacters: number;
  output: string | null;
  outputCharacters: number | null;
};

/** The tools that an execution asked for, in order; long values are cut in the database, so that they are not read. */
export async function readToolCalls(executionId: string): Promise<TracedToolCall[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.id, c.turn, c.position, c.call_id AS "callId", c.name, c.source, c.effect, c.policy, c.status,
           left(c.input, ${shownCharacters}::int) AS input, length(c.input) AS "inputCharacters",
           left(c.output, ${shownCharacters}::int) AS output, length(coalesce(b.text, c.output)) AS "outputCharacters",
           c.output_bytes AS "outputBytes", c.is_error AS "isError", c.review_id AS "reviewId",
           c.created_at AS "createdAt", c.started_at AS "startedAt", c.completed_at AS "completedAt"
    FROM execution_tool_call c LEFT JOIN tool_blob b ON b.tool_call_id = c.id
    WHERE c.execution_id = ${executionId} ORDER BY c.turn, c.position`;
  return rows.map(({ inputCharacters, outputCharacters, ...row }) => ({
    ...row,
    input: toText(row.input, inputCharacters),
    output: row.output === null ? null : toText(row.output, outputCharacters ?? 0),
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    durationMs: row.startedAt && row.completedAt ? row.completedAt.getTime() - row.startedAt.getTime() : null,
  }));
}

function toText(text: string, characterCount: number): TracedText {
  return { text, characterCount, hasMore: characterCount > shownCharacters };
}
