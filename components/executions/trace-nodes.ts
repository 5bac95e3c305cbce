import type { StatusTone } from "@/components/shared/status-looks";
import type { Trace, TracedToolCall, TracedTurn } from "@/server/traces/schema";

export type TraceNode = {
  /** "prompt", "turn-1", "now", or the tool call's id. */
  id: string;
  level: 1 | 2;
  kind: "prompt" | "turn" | "call" | "now";
  label: string;
  tone: StatusTone;
  /** Null for one that has not begun. */
  startMs: number | null;
  /** Null while it goes on. */
  endMs: number | null;
  childCount: number;
};

/** The nodes of a trace from top to bottom; below a turn that is not in `closed`, the tools it asked for. */
export function listTraceNodes(trace: Trace, closed: ReadonlySet<string>): TraceNode[] {
  return [
    ...listPrompt(trace),
    ...trace.turns.flatMap((turn) => {
      const node = toTurnNode(turn, trace.status);
      return closed.has(node.id) ? [node] : [node, ...turn.toolCalls.map(toCallNode)];
    }),
    ...listNow(trace),
  ];
}

/** What a node's id names: a turn's number or a tool call. */
export function findNode(trace: Trace, id: string): { turn: TracedTurn } | { call: TracedToolCall } | null {
  const turn = trace.turns.find((each) => turnId(each.turn) === id);
  if (turn) return { turn };
  const call = trace.turns.flatMap(({ toolCalls }) => toolCalls).find((each) => each.id === id);
  return call ? { call } : null;
}

/** How a tool call stands, in the colours of statuses. */
export function toneOfCall({ status, isError }: Pick<TracedToolCall, "status" | "isError">): StatusTone {
  if (isError || status === "failed") return "failed";
  return callTones[status] ?? "queued";
}

const callTones: Record<string, StatusTone> = {
  pending: "queued",
  waiting: "review",
  approved: "queued",
  started: "running",
  completed: "completed",
  denied: "cancelled",
  unknown: "waiting",
};

const stageWords: Record<string, string> = {
  thinking: "thinking",
  generating: "writing",
  tool_result: "reading the results",
};

function turnId(turn: number): string {
  return `turn-${turn}`;
}

function listPrompt({ prompt, startedAt }: Trace): TraceNode[] {
  if (!prompt) return [];
  const startMs = startedAt ? Date.parse(startedAt) : null;
  const endMs = startMs === null ? null : startMs + (prompt.durationMs ?? 0);
  return [
    {
      id: "prompt",
      level: 1,
      kind: "prompt",
      label: "prompt",
      tone: "completed",
      startMs,
      endMs,
      childCount: 0,
    },
  ];
}

function toTurnNode(turn: TracedTurn, status: Trace["status"]): TraceNode {
  const isUnderWay = !turn.isFinished && !turn.isLost && (status === "running" || status === "queued");
  return {
    id: turnId(turn.turn),
    level: 1,
    kind: "turn",
    label: nameTurn(turn),
    tone: isUnderWay ? "running" : turn.isFinished ? "completed" : "cancelled",
    startMs: Date.parse(turn.startedAt),
    endMs: isUnderWay ? null : Date.parse(turn.createdAt),
    childCount: turn.toolCalls.length,
  };
}

function nameTurn({ turn, kind, isLost }: TracedTurn): string {
  if (isLost) return `turn ${turn}, lost`;
  return kind === "compaction" ? `turn ${turn}, summary` : `turn ${turn}`;
}

function toCallNode(call: TracedToolCall): TraceNode {
  return {
    id: call.id,
    level: 2,
    kind: "call",
    label: call.name,
    tone: toneOfCall(call),
    startMs: call.startedAt ? Date.parse(call.startedAt) : null,
    endMs: call.completedAt ? Date.parse(call.completedAt) : null,
    childCount: 0,
  };
}

/** The turn that is under way, which has no row yet. */
function listNow({ status, progress, turns }: Trace): TraceNode[] {
  const words = progress ? stageWords[progress.stage] : undefined;
  if (status !== "running" || !progress || !words) return [];
  const last = turns.at(-1);
  const number = last && !last.isFinished && !last.isLost ? last.turn : (last?.turn ?? 0) + 1;
  const label = `turn ${number}, ${words}`;
  const startMs = Date.parse(progress.stageStartedAt);
  return [{ id: "now", level: 1, kind: "now", label, tone: "running", startMs, endMs: null, childCount: 0 }];
}
