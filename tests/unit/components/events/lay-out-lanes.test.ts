import { describe, expect, test } from "vitest";
import { layOutLanes, listMarks } from "@/components/events/lay-out-lanes";
import type { EventLanes, ReachedExecution } from "@/server/events/schema";

const since = Date.UTC(2026, 10, 21, 12);
const at = (second: number) => new Date(since + second * 1000).toISOString();
const event = (id: string, second: number) => ({
  id,
  eventType: "push",
  sourceId: null,
  status: "delivered" as const,
  createdAt: at(second),
});
const execution = (id: string, change: Partial<ReachedExecution> = {}): ReachedExecution => ({
  id,
  eventId: null,
  personaId: "one",
  personaName: "One",
  status: "completed",
  waitingFor: null,
  attempt: 0,
  createdAt: at(10),
  startedAt: at(20),
  completedAt: at(50),
  ...change,
});
/** Newest first, as the hub answers. */
const lay = (executions: ReachedExecution[], events: EventLanes["events"] = []) =>
  layOutLanes({ events, executions, eventCount: 0, executionCount: 0 }, since, since + 100_000);

describe("places on the axis", () => {
  test("run from the beginning of the window to its end", () => {
    const { ticks, lanes } = lay([execution("a", { eventId: "e" })], [event("f", 90), event("e", 10)]);
    expect(ticks.map((tick) => tick.at)).toEqual([0.1, 0.9]);
    expect(lanes[0]?.bars[0]).toMatchObject({ from: 0.1, start: 0.2, end: 0.5, cause: 0.1, row: 0 });
  });

  test.each([
    ["waits still", { startedAt: null, completedAt: null }, { from: 0.1, start: 1, end: 1 }],
    ["runs still", { completedAt: null }, { from: 0.1, start: 0.2, end: 1 }],
    ["never ran", { startedAt: null }, { from: 0.1, start: 0.5, end: 0.5 }],
    [
      "was made before the window",
      { createdAt: at(-30), startedAt: at(-20) },
      { from: 0, start: 0, end: 0.5 },
    ],
    ["has an event from before the window", { eventId: "gone" }, { cause: 0 }],
    ["has no event", {}, { cause: null }],
  ])("of one that %s", (_name, change, expected) => {
    expect(lay([execution("a", change)]).lanes[0]?.bars[0]).toMatchObject(expected);
  });
});

describe("lanes", () => {
  test("put what overlaps beneath one another, and use a line again once it is free", () => {
    const bars = lay([
      execution("c", { createdAt: at(60), startedAt: at(60), completedAt: at(70) }),
      execution("b", { createdAt: at(30), startedAt: at(30), completedAt: at(40) }),
      execution("a"),
    ]).lanes[0]?.bars;
    expect(bars?.map((bar) => [bar.execution.id, bar.row])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 0],
    ]);
  });

  test("have five lines at most", () => {
    const { lanes } = lay(Array.from({ length: 30 }, (_, n) => execution(`x${n}`)));
    expect(lanes[0]?.rows).toBe(5);
    expect(lanes[0]?.bars).toHaveLength(30);
  });

  test("stand busiest first, by name when equally busy, under the latest name", () => {
    const { lanes } = lay([
      execution("a", { personaId: "z", personaName: "Zed" }),
      execution("b", { personaId: "a", personaName: "Ada" }),
      execution("c", { personaId: "m", personaName: "New name" }),
      execution("d", { personaId: "m", personaName: "Old name" }),
    ]);
    expect(lanes.map(({ name }) => name)).toEqual(["New name", "Ada", "Zed"]);
  });

  test("are none without executions", () => {
    expect(lay([], [event("e", 1)]).lanes).toEqual([]);
  });
});

test("marks are whole multiples within the window", () => {
  expect(listMarks(1_050, 1_400, 100)).toEqual([1_100, 1_200, 1_300, 1_400]);
  expect(listMarks(1_050, 1_060, 100)).toEqual([]);
});
