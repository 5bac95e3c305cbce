import { describe, expect, test } from "vitest";
import { describeStart, describeWait, findSubject } from "@/server/engine/waiting";

const now = Date.parse("2026-11-21T12:00:00Z");
const ahead = new Date(now + 60_000);
const past = new Date(now - 60_000);

describe("a waiting step", () => {
  test.each([
    ["sleep", { dueAt: ahead }, { kind: "sleep", until: ahead.toISOString() }],
    ["sleep", { dueAt: past }, { kind: "sleep", until: past.toISOString() }],
    ["event", { dueAt: ahead, detail: '{"event":"hub/x","isRace":false}' }, { kind: "event", name: "hub/x" }],
    ["event", { detail: "no json" }, { kind: "event", name: null, until: null }],
    ["invoke", { detail: '{"isRace":false}' }, { kind: "invoke", name: null }],
    ["run", { dueAt: ahead, attempt: 3 }, { kind: "retry", attempt: 3, until: ahead.toISOString() }],
    ["run", { dueAt: past, attempt: 3 }, { kind: "call", until: null }],
    ["run", {}, { kind: "call", until: null }],
  ])("of kind %s with %o waits for %o", (kind, fields, expected) => {
    const step = { kind, attempt: 0, dueAt: null, detail: null, ...fields };
    expect(describeWait(step, now)).toMatchObject(expected);
  });
});

test.each([
  [
    { attempt: 0, dueAt: null },
    { kind: "call", until: null },
  ],
  [
    { attempt: 0, dueAt: past },
    { kind: "call", until: null },
  ],
  [
    { attempt: 0, dueAt: ahead },
    { kind: "start", until: ahead.toISOString() },
  ],
  [
    { attempt: 2, dueAt: ahead },
    { kind: "retry", attempt: 2 },
  ],
])("a run without waiting steps and %o waits for %o", (run, expected) => {
  expect(describeStart(run, now)).toMatchObject(expected);
});

test.each([
  [{ executionId: "exe_1" }, { noun: "execution", id: "exe_1" }],
  [
    { eventId: "evt_1", personaId: "per_1" },
    { noun: "event", id: "evt_1" },
  ],
  [
    { triggerId: "trg_1", generation: 3 },
    { noun: "trigger", id: "trg_1" },
  ],
  [
    { executionId: 5, personaId: "per_1" },
    { noun: "persona", id: "per_1" },
  ],
  [{ executionId: "" }, null],
  [{}, null],
  [undefined, null],
  ["exe_1", null],
])("the subject of %o is %o", (data, expected) => {
  expect(findSubject(data)).toEqual(expected);
});
