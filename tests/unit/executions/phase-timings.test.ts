import { expect, test } from "vitest";
import { measurePhases } from "@/server/executions/phase-timings";

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 5, 0, second));
const now = at(60).getTime();
const row = {
  status: "completed",
  usedMs: 0,
  durationMs: null as number | null,
  calledAt: null as Date | null,
  startedAt: null as Date | null,
  completedAt: null as Date | null,
  createdAt: at(0),
};
const turn = (endSecond: number, seconds: number) => ({
  createdAt: at(endSecond),
  durationMs: seconds * 1_000,
});
const call = (from: number | null, to: number | null) => ({
  startedAt: from === null ? null : at(from),
  completedAt: to === null ? null : at(to),
});

test("one that has not started is in line, until it is cancelled", () => {
  const queued = { ...row, status: "queued" };
  const none = { setupMs: null, modelMs: 0, toolsMs: 0, waitingMs: 0, otherMs: 0 };
  expect(measurePhases(queued, [], [], now)).toEqual({ ...none, queueMs: 60_000, totalMs: 60_000 });
  const cancelled = { ...queued, status: "cancelled", durationMs: 0, completedAt: at(5) };
  expect(measurePhases(cancelled, [], [], now)).toEqual({ ...none, queueMs: 5_000, totalMs: 5_000 });
});

test("one that has ended: line, start, turns, tools side by side, the wait for a person", () => {
  const times = { calledAt: at(34), startedAt: at(4), completedAt: at(50) };
  const ended = { ...row, ...times, usedMs: 4_000, durationMs: 20_000 };
  const calls = [call(10, 13), call(11, 15), call(12, 14), call(40, 41), call(null, null)];
  expect(measurePhases(ended, [turn(10, 5), turn(39, 3)], calls, now)).toEqual({
    queueMs: 4_000,
    setupMs: 1_000,
    modelMs: 8_000,
    toolsMs: 6_000,
    waitingMs: 26_000,
    otherMs: 5_000,
    totalMs: 50_000,
  });
});

test("one that ran in one go has not waited again, though its place was given a moment after its start", () => {
  const times = { startedAt: at(1), calledAt: new Date(at(1).getTime() + 12), completedAt: at(3) };
  const ended = { ...row, ...times, durationMs: 1_988 };
  expect(measurePhases(ended, [turn(3, 2)], [], now)).toMatchObject({ waitingMs: 0, modelMs: 2_000 });
});

test("one that runs counts up to now, from when it was last called", () => {
  const running = { ...row, status: "running", usedMs: 3_000, calledAt: at(50), startedAt: at(2) };
  const phases = measurePhases(running, [turn(5, 2)], [call(52, null)], now);
  expect(phases).toEqual({
    queueMs: 2_000,
    setupMs: 1_000,
    modelMs: 2_000,
    toolsMs: 8_000,
    waitingMs: 45_000,
    otherMs: 2_000,
    totalMs: 60_000,
  });
  const { totalMs, ...parts } = phases;
  expect(Object.values(parts).reduce<number>((sum, ms) => sum + (ms ?? 0), 0)).toBe(totalMs);
});

test("one that waits for a person does not run on", () => {
  const waiting = { ...row, status: "queued", usedMs: 3_000, startedAt: at(2) };
  expect(measurePhases(waiting, [turn(5, 3)], [], now)).toMatchObject({
    modelMs: 3_000,
    waitingMs: 55_000,
    otherMs: 0,
  });
});

test("no phase is longer than the run, whatever clocks say", () => {
  const ended = { ...row, durationMs: 1_000, startedAt: at(1), completedAt: at(2) };
  expect(measurePhases(ended, [turn(2, 9)], [call(0, 9)], now)).toMatchObject({
    setupMs: 0,
    modelMs: 1_000,
    toolsMs: 0,
    waitingMs: 0,
    otherMs: 0,
  });
});
