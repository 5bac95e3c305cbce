import { expect, test } from "vitest";
import { type Doings, describeProgress } from "@/server/executions/progress";

const at = new Date("2026-11-21T05:00:00.000Z");
const row = {
  id: "exe_1",
  status: "running",
  waitingFor: null as string | null,
  startedAt: at as Date | null,
  createdAt: at,
  updatedAt: at,
  workerProgress: null as string | null,
};
const none: Doings = {
  hasPrompt: false,
  lastTurn: 0,
  turnedAt: null,
  isSaying: false,
  toolCallsCompleted: 0,
  calls: [],
};
const call = (name: string, status: string, second = 0) => ({
  name,
  status,
  at: new Date(at.getTime() + second * 1_000).toISOString(),
});

test.each<[string, Partial<typeof row>, Partial<Doings>, string, string | null]>([
  ["one that waits in line", { status: "queued", waitingFor: "capacity" }, {}, "initializing", null],
  ["one that has just begun", {}, {}, "initializing", null],
  ["one whose prompt is made", {}, { hasPrompt: true }, "thinking", null],
  ["one that speaks", {}, { hasPrompt: true, isSaying: true }, "generating", null],
  [
    "one whose tools run",
    {},
    {
      lastTurn: 1,
      calls: [call("a", "completed"), call("b", "started"), call("c", "started"), call("d", "pending")],
    },
    "tool_calling",
    "b, c",
  ],
  [
    "one whose tool is about to run",
    {},
    { lastTurn: 1, calls: [call("a", "approved")] },
    "tool_calling",
    "a",
  ],
  [
    "one that hands on its results",
    {},
    { lastTurn: 1, calls: [call("a", "failed"), call("b", "denied")] },
    "tool_result",
    null,
  ],
  [
    "one that speaks after its tools",
    {},
    { lastTurn: 1, isSaying: true, calls: [call("a", "completed")] },
    "generating",
    null,
  ],
  [
    "one that waits for a person",
    { status: "queued", waitingFor: "review" },
    { lastTurn: 1, calls: [call("a", "completed"), call("b", "waiting")] },
    "paused_for_review",
    "b",
  ],
  [
    "one that waits for budget",
    { status: "queued", waitingFor: "budget" },
    { lastTurn: 2 },
    "initializing",
    null,
  ],
])("%s", (_name, execution, doings, stage, activeTool) => {
  expect(describeProgress({ ...row, ...execution }, { ...none, ...doings })).toMatchObject({
    stage,
    activeTool,
  });
});

test("says since when: of its tools the one that began last", () => {
  const calls = [call("a", "started", 3), call("b", "started", 7)];
  expect(describeProgress(row, { ...none, lastTurn: 1, calls }).stageStartedAt).toBe(
    "2026-11-21T05:00:07.000Z",
  );
});

test("what a worker says of itself goes first, while it runs", () => {
  const workerProgress = JSON.stringify({
    stage: "tool_calling",
    percentEstimate: 40,
    activeTool: "Bash",
    message: "Running tests",
    toolCallsCompleted: 3,
    stageStartedAt: new Date(at.getTime() + 1_000).toISOString(),
  });
  expect(describeProgress({ ...row, workerProgress }, none)).toEqual({
    stage: "tool_calling",
    percentEstimate: 40,
    activeTool: "Bash",
    message: "Running tests",
    toolCallsCompleted: 3,
    stageStartedAt: "2026-11-21T05:00:01.000Z",
  });
  const waiting = { ...row, workerProgress, status: "queued", waitingFor: "worker" };
  expect(describeProgress(waiting, none)).toMatchObject({
    stage: "initializing",
    message: "Waiting for a worker",
  });
});

test.each(["{", "[]", '{"stage":"completed"}', '{"stage":7}'])(
  "%s of a worker is no stage",
  (workerProgress) => {
    expect(describeProgress({ ...row, workerProgress }, { ...none, hasPrompt: true }).stage).toBe("thinking");
  },
);
