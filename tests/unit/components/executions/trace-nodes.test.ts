import { describe, expect, test } from "vitest";
import { findNode, listTraceNodes, toneOfCall } from "@/components/executions/trace-nodes";
import type { Trace, TracedToolCall, TracedTurn } from "@/server/traces/schema";

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 5, 0, second)).toISOString();
const text = { text: "", characterCount: 0, hasMore: false };

const call = (id: string, fields: Partial<TracedToolCall> = {}): TracedToolCall => ({
  id,
  turn: 1,
  position: 0,
  callId: `toolu_${id}`,
  name: "http_request",
  source: "builtin",
  effect: "read",
  policy: "allow",
  status: "completed",
  input: text,
  output: null,
  outputBytes: 0,
  isError: false,
  reviewId: null,
  createdAt: at(3),
  startedAt: at(3),
  completedAt: at(4),
  durationMs: 1_000,
  ...fields,
});
const turn = (number: number, toolCalls: TracedToolCall[], kind = "model"): TracedTurn => ({
  turn: number,
  isFinished: true,
  isLost: false,
  kind,
  attempt: 0,
  model: "claude-sonnet-5-5",
  stopReason: "end_turn",
  inputTokens: 1,
  outputTokens: 1,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  costUsd: 0,
  durationMs: 2_000,
  startedAt: at(number),
  createdAt: at(number + 2),
  output: text,
  cachedShare: 0,
  toolCalls,
});
const trace = (fields: Partial<Trace>): Trace => ({
  executionId: "exe_1",
  status: "running",
  startedAt: at(0),
  completedAt: null,
  prompt: { characterCount: 10, toolCount: 0, tokenCount: 3, durationMs: 500 },
  turns: [],
  progress: null,
  worker: null,
  caching: { share: 0, savedUsd: 0 },
  ...fields,
});
const doing = (stage: "thinking" | "tool_calling" | "generating") => ({
  stage,
  percentEstimate: null,
  activeTool: null,
  message: null,
  toolCallsCompleted: 0,
  stageStartedAt: at(9),
});

describe("the nodes of a trace", () => {
  test("show a turn that is under way with its tools, and one that was cut off", () => {
    const turns = [{ ...turn(1, [call("a")]), isFinished: false }];
    const under = listTraceNodes(trace({ turns, progress: doing("thinking") }), new Set());
    expect(under.map(({ label, tone, endMs }) => [label, tone, endMs === null])).toEqual([
      ["prompt", "completed", false],
      ["turn 1", "running", true],
      ["http_request", "completed", false],
      ["turn 1, thinking", "running", true],
    ]);
    const ended = listTraceNodes(trace({ turns, status: "failed", completedAt: at(9) }), new Set());
    expect(ended[1]).toMatchObject({ tone: "cancelled", endMs: Date.parse(at(3)) });
  });

  test("name a worker's run that was lost, beside the one that began anew", () => {
    const turns = [
      { ...turn(1, [call("a")]), isFinished: false, isLost: true },
      { ...turn(2, []), isFinished: false },
    ];
    const [, lost, , anew] = listTraceNodes(trace({ turns }), new Set());
    expect(lost).toMatchObject({ label: "turn 1, lost", tone: "cancelled", endMs: Date.parse(at(3)) });
    expect(anew).toMatchObject({ label: "turn 2", tone: "running", endMs: null });
    const early = listTraceNodes(trace({ turns: turns.slice(0, 1), progress: doing("thinking") }), new Set());
    expect(early.at(-1)?.label).toBe("turn 2, thinking");
  });

  test("stand in order: prompt, turns, the tools of each, and the turn under way", () => {
    const nodes = listTraceNodes(
      trace({
        turns: [turn(1, [call("a"), call("b")]), turn(2, [], "compaction")],
        progress: doing("generating"),
      }),
      new Set(),
    );
    expect(nodes.map(({ id, level, label }) => [id, level, label])).toEqual([
      ["prompt", 1, "prompt"],
      ["turn-1", 1, "turn 1"],
      ["a", 2, "http_request"],
      ["b", 2, "http_request"],
      ["turn-2", 1, "turn 2, summary"],
      ["now", 1, "turn 3, writing"],
    ]);
    expect(nodes.at(-1)).toMatchObject({ startMs: Date.parse(at(9)), endMs: null });
  });

  test("leave out what is below a closed turn, and name how much it is", () => {
    const nodes = listTraceNodes(trace({ turns: [turn(1, [call("a"), call("b")])] }), new Set(["turn-1"]));
    expect(nodes.map(({ id, childCount }) => [id, childCount])).toEqual([
      ["prompt", 0],
      ["turn-1", 2],
    ]);
  });

  test("have no turn under way while tools run, while it waits, or once it has ended", () => {
    const ids = (fields: Partial<Trace>) => listTraceNodes(trace(fields), new Set()).map(({ id }) => id);
    expect(ids({ progress: doing("tool_calling") })).toEqual(["prompt"]);
    expect(ids({ progress: doing("thinking"), status: "queued" })).toEqual(["prompt"]);
    expect(ids({ status: "completed" })).toEqual(["prompt"]);
    expect(ids({ prompt: null, progress: doing("thinking") })).toEqual(["now"]);
  });

  test("are found by their ids", () => {
    const one = trace({ turns: [turn(1, [call("a")])] });
    expect(findNode(one, "turn-1")).toMatchObject({ turn: { turn: 1 } });
    expect(findNode(one, "a")).toMatchObject({ call: { id: "a" } });
    expect(findNode(one, "turn-2")).toBeNull();
  });

  test.each([
    ["completed", false, "completed"],
    ["completed", true, "failed"],
    ["failed", false, "failed"],
    ["waiting", false, "review"],
    ["started", false, "running"],
    ["denied", false, "cancelled"],
    ["something new", false, "queued"],
  ])("a call that is %s (error: %s) looks %s", (status, isError, tone) => {
    expect(toneOfCall({ status, isError })).toBe(tone);
  });
});
