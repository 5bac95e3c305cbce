import type Anthropic from "@anthropic-ai/sdk";
import {
  type Execution,
  type ExecutionToolCall,
  type ExecutionTurn,
  type Persona,
  Prisma,
} from "@/prisma/generated/client";
import { runHotStatement } from "@/server/db";
import { toModelRow } from "@/server/model-row";

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
export type Run = Execution & {
  prompt: RunPrompt | null;
  turns: RunTurn[];
  toolCalls: RunToolCall[];
  /** Its persona as it is now; null when that was deleted, or none is registered. */
  livePersona: Persona | null;
};

type Stored = Record<string, unknown> & {
  prompt_system: string | null;
  prompt_user: string | null;
  turn_rows: string;
  call_rows: string;
  persona_row: string | null;
};
const personaDates = ["createdAt", "updatedAt", "previousWebhookSecretExpiresAt"] as const;
type StoredTurn = Omit<ExecutionTurn, "createdAt">;

/** The run of an execution, or null when there is none. One statement, since it stands at the beginning of every turn. */
export async function readRun(executionId: string): Promise<Run | null> {
  const [stored] = await runHotStatement<Stored>(Prisma.sql`
    SELECT e.*, p.system AS prompt_system, p.user AS prompt_user,
      (SELECT coalesce(json_agg(t ORDER BY t.turn), '[]')::text FROM execution_turn t
        WHERE t.execution_id = e.id) AS turn_rows,
      (SELECT coalesce(json_agg(c ORDER BY c.turn, c.position), '[]')::text FROM execution_tool_call c
        WHERE c.execution_id = e.id) AS call_rows,
      (SELECT to_json(l)::text FROM persona l WHERE l.id = e.persona_id) AS persona_row
    FROM execution e LEFT JOIN execution_prompt p ON p.execution_id = e.id WHERE e.id = ${executionId}`);
  if (!stored) return null;
  const { prompt_system: system, prompt_user: user, turn_rows, call_rows, persona_row, ...row } = stored;
  return {
    ...toModelRow<Execution>(row),
    prompt: system === null || user === null ? null : { system, user },
    turns: (JSON.parse(turn_rows) as Record<string, unknown>[]).map(readTurn),
    toolCalls: (JSON.parse(call_rows) as Record<string, unknown>[]).map((call) =>
      toModelRow<RunToolCall>(call, ["createdAt", "startedAt", "completedAt"]),
    ),
    livePersona: persona_row === null ? null : toModelRow<Persona>(JSON.parse(persona_row), personaDates),
  };
}

function readTurn(stored: Record<string, unknown>): RunTurn {
  const turn = toModelRow<StoredTurn>(stored);
  return {
    turn: turn.turn,
    kind: turn.kind === "compaction" ? "compaction" : "model",
    model: turn.model,
    content: JSON.parse(turn.content) as Anthropic.ContentBlock[],
    stopReason: turn.stopReason,
    promptTokens: turn.inputTokens + turn.cacheReadTokens + turn.cacheWrite5mTokens + turn.cacheWrite1hTokens,
    outputTokens: turn.outputTokens,
    durationMs: turn.durationMs,
  };
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
