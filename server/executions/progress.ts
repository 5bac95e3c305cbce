import type { Execution } from "@/prisma/generated/client";
import { db } from "@/server/db";
import type { Progress, ProgressStage } from "@/server/executions/schema";
import { readWorkerProgress } from "@/server/executions/worker-progress";

type Row = Pick<
  Execution,
  "id" | "status" | "waitingFor" | "startedAt" | "createdAt" | "updatedAt" | "workerProgress"
>;

/** What is known of a running execution beside its row. */
export type Doings = {
  hasPrompt: boolean;
  /** The last finished turn, and when it was; 0 and null before the first. */
  lastTurn: number;
  turnedAt: Date | null;
  /** Whether the turn that is under way has said something. */
  isSaying: boolean;
  toolCallsCompleted: number;
  /** The tools that the last turn asked for, in order. */
  calls: { name: string; status: string; at: string }[];
};

/** How far those are that have not ended, by id (contracts/personas.md §1.7 and §1.8). */
export async function readProgress(rows: Row[]): Promise<Map<string, Progress>> {
  const live = rows.filter(({ status }) => status === "queued" || status === "running");
  const doings = await readDoings(live.map(({ id }) => id));
  return new Map(live.map((row) => [row.id, describeProgress(row, doings.get(row.id) ?? nothing)]));
}

/** The stage that an execution is in, by what its rows say; a worker says it itself. */
export function describeProgress(row: Row, doings: Doings): Progress {
  const own = row.status === "running" ? readWorkerProgress(row.workerProgress) : null;
  const { stage, activeTool, since } = own?.stage ? { ...own, stage: own.stage } : findStage(row, doings);
  return {
    stage,
    percentEstimate: own?.percentEstimate ?? (stage === "initializing" ? 5 : null),
    activeTool,
    message: row.waitingFor
      ? (waitWords[row.waitingFor] ?? `Waiting for ${row.waitingFor}`)
      : (own?.message ?? null),
    toolCallsCompleted: Math.max(own?.toolCallsCompleted ?? 0, doings.toolCallsCompleted),
    stageStartedAt: (since ?? row.startedAt ?? row.createdAt).toISOString(),
  };
}

const nothing: Doings = {
  hasPrompt: false,
  lastTurn: 0,
  turnedAt: null,
  isSaying: false,
  toolCallsCompleted: 0,
  calls: [],
};

const waitWords: Record<string, string> = {
  paused: "The hub is paused",
  capacity: "Waiting for a free place",
  review: "Waiting for a person to review",
  budget: "Waiting until the persona's budget is raised or a new month begins",
  worker: "Waiting for a worker",
  retry: "Waiting to try again",
};

type Stage = { stage: ProgressStage; activeTool: string | null; since: Date | null };

function findStage(row: Row, doings: Doings): Stage {
  const { calls, turnedAt, isSaying, hasPrompt, lastTurn } = doings;
  const asked = calls.find(({ status }) => status === "waiting");
  if (row.waitingFor === "review")
    return { stage: "paused_for_review", activeTool: asked?.name ?? null, since: row.updatedAt };
  if (row.status === "queued") return { stage: "initializing", activeTool: null, since: null };
  if (isSaying) return { stage: "generating", activeTool: null, since: turnedAt };
  const open = calls.filter(({ status }) => isOpen(status));
  if (open.length > 0) {
    const started = open.filter(({ status }) => status === "started");
    const active = started.length > 0 ? started : open;
    const names = [...new Set(active.map(({ name }) => name))].join(", ");
    return { stage: "tool_calling", activeTool: names, since: latest(active) };
  }
  if (calls.length > 0) return { stage: "tool_result", activeTool: null, since: latest(calls) };
  if (lastTurn > 0 || hasPrompt) return { stage: "thinking", activeTool: null, since: turnedAt };
  return { stage: "initializing", activeTool: null, since: null };
}

function isOpen(status: string): boolean {
  return ["pending", "waiting", "approved", "started"].includes(status);
}

function latest(calls: Doings["calls"]): Date {
  return new Date(Math.max(...calls.map(({ at }) => Date.parse(at))));
}

async function readDoings(ids: string[]): Promise<Map<string, Doings>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<(Doings & { id: string })[]>`
    SELECT e.id, coalesce(t.turn, 0) AS "lastTurn", t.created_at AS "turnedAt",
           EXISTS (SELECT 1 FROM execution_prompt p WHERE p.execution_id = e.id) AS "hasPrompt",
           coalesce(o.kind = 'text' AND o.turn > coalesce(t.turn, 0), false) AS "isSaying",
           (SELECT count(*)::int FROM execution_tool_call c
             WHERE c.execution_id = e.id AND c.completed_at IS NOT NULL
               AND (c.source <> 'worker' OR c.turn = e.lease_number)) AS "toolCallsCompleted",
           coalesce((SELECT json_agg(json_build_object('name', c.name, 'status', c.status,
               'at', coalesce(c.completed_at, c.started_at, c.created_at)) ORDER BY c.position)
             FROM execution_tool_call c WHERE c.execution_id = e.id AND c.turn = t.turn), '[]') AS calls
    FROM execution e
    LEFT JOIN LATERAL (
      SELECT turn, created_at FROM execution_turn WHERE execution_id = e.id ORDER BY turn DESC LIMIT 1
    ) t ON true
    LEFT JOIN LATERAL (
      SELECT kind, turn FROM execution_output WHERE execution_id = e.id ORDER BY seq DESC LIMIT 1
    ) o ON true
    WHERE e.id = ANY(${ids})`;
  return new Map(rows.map(({ id, ...doings }) => [id, doings]));
}
