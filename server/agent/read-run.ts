import type Anthropic from "@anthropic-ai/sdk";
import type { Execution, ExecutionToolCall } from "@/prisma/generated/client";
import { db } from "@/server/db";

/** A turn that was paid for, its content read. */
export type RunTurn = {
  turn: number;
  kind: "model" | "compaction";
  model: string;
  content: Anthropic.ContentBlock[];
  stopReason: string | null;
  /** Of its prompt: fresh, read from and written to the cache. */
  promptTokens: number;
  outputTokens: number;
  durationMs: number;
};
export type RunToolCall = Omit<ExecutionToolCall, "blob">;
export type RunPrompt = { system: string; user: string };
/** An execution with all that was done for it so far: what the loop goes on from, after any crash. */
export type Run = Execution & { prompt: RunPrompt | null; turns: RunTurn[]; toolCalls: RunToolCall[] };

/** The run of an execution, or null when there is none. */
export async function readRun(executionId: string): Promise<Run | null> {
  const where = { executionId };
  const [row, prompt, turnRows, toolCalls] = await Promise.all([
    db.execution.findUnique({ where: { id: executionId } }),
    db.executionPrompt.findUnique({ where, select: { system: true, user: true } }),
    db.executionTurn.findMany({ where, orderBy: { turn: "asc" } }),
    db.executionToolCall.findMany({ where, orderBy: [{ turn: "asc" }, { position: "asc" }] }),
  ]);
  if (!row) return null;
  const turns = turnRows.map(
    (turn): RunTurn => ({
      turn: turn.turn,
      kind: turn.kind === "compaction" ? "compaction" : "model",
      model: turn.model,
      content: JSON.parse(turn.content) as Anthropic.ContentBlock[],
      stopReason: turn.stopReason,
      promptTokens:
        turn.inputTokens + turn.cacheReadTokens + turn.cacheWrite5mTokens + turn.cacheWrite1hTokens,
      outputTokens: turn.outputTokens,
      durationMs: turn.durationMs,
    }),
  );
  return { ...row, prompt, turns, toolCalls };
}

/** Whether an answer ends in a call that was cut off, so that it was not made. */
export function hasCutCall({ content, stopReason }: Pick<RunTurn, "content" | "stopReason">): boolean {
  return stopReason !== "tool_use" && content.some(({ type }) => type === "tool_use");
}

const finalStatuses = ["completed", "failed", "denied"];

/** Whether a call's result is known, so that the model can be told. */
export function hasResult({ status }: Pick<RunToolCall, "status">): boolean {
  return finalStatuses.includes(status);
}
