import { type Execution, Prisma } from "@/prisma/generated/client";
import { sumActiveMs } from "@/server/agent/limits";
import type { RunToolCall } from "@/server/agent/read-run";
import { runHotStatement } from "@/server/db";
import { toModelRow } from "@/server/model-row";

type CallExecution = Pick<
  Execution,
  "id" | "personaId" | "personaName" | "status" | "cancelRequestedAt" | "timeoutMs"
>;
/** A tool call with what has to be known of its execution; `activeMs` is how long that was at work before. */
export type Call = RunToolCall & { execution: CallExecution; activeMs: number };

type Stored = Record<string, unknown> & {
  persona_id: string;
  persona_name: string;
  execution_status: string;
  cancel_requested_at: Date | null;
  timeout_ms: number;
  tried_ms: number;
  turn_ms: number;
  spans: string;
};
type StoredSpan = { turn: number; startedAt: string; completedAt: string };

/** A tool call of an execution, or null. One statement, since it stands between every two turns. */
export async function readCall(executionId: string, id: string): Promise<Call | null> {
  const [stored] = await runHotStatement<Stored>(Prisma.sql`
    SELECT c.*, e.persona_id, e.persona_name, e.status AS execution_status, e.cancel_requested_at, e.timeout_ms, e.tried_ms,
      (SELECT coalesce(sum(duration_ms), 0)::int FROM execution_turn WHERE execution_id = e.id) AS turn_ms,
      (SELECT coalesce(json_agg(json_build_object('turn', turn, 'startedAt', started_at, 'completedAt', completed_at)), '[]')::text
        FROM execution_tool_call WHERE execution_id = e.id AND started_at IS NOT NULL AND completed_at IS NOT NULL) AS spans
    FROM execution_tool_call c JOIN execution e ON e.id = c.execution_id
    WHERE c.id = ${id} AND e.id = ${executionId}`);
  if (!stored) return null;
  const { persona_id, persona_name, execution_status, cancel_requested_at, timeout_ms, ...rest } = stored;
  const { tried_ms, turn_ms, spans, ...call } = rest;
  const ended = (JSON.parse(spans) as StoredSpan[]).map(({ turn, startedAt, completedAt }) => ({
    turn,
    startedAt: new Date(startedAt),
    completedAt: new Date(completedAt),
  }));
  const execution = {
    id: executionId,
    personaId: persona_id,
    personaName: persona_name,
    status: execution_status,
    cancelRequestedAt: cancel_requested_at,
    timeoutMs: timeout_ms,
  };
  const activeMs = sumActiveMs(tried_ms, [{ durationMs: turn_ms }], ended);
  return { ...toModelRow<RunToolCall>(call), execution, activeMs };
}
