import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EventStatus, eventStatuses } from "@/server/events/schema";
import { canMove, eventMoves, sourcesOf } from "@/server/events/state";

const status = fc.constantFrom(...eventStatuses);

describe("an event's statuses", () => {
  test.each<[EventStatus, EventStatus]>([
    ["pending", "processing"],
    ["processing", "delivered"],
    ["processing", "pending"],
    ["delivered", "dead_letter"],
    ["partial", "dead_letter"],
    ["dead_letter", "pending"],
    ["failed", "pending"],
  ])("%s may become %s", (from, to) => {
    expect(canMove(from, to)).toBe(true);
  });

  test.each<[EventStatus, EventStatus]>([
    ["pending", "delivered"],
    ["delivered", "pending"],
    ["delivered", "failed"],
    ["skipped", "pending"],
    ["skipped", "dead_letter"],
    ["dead_letter", "delivered"],
    ["failed", "dead_letter"],
  ])("%s may not become %s", (from, to) => {
    expect(canMove(from, to)).toBe(false);
  });

  test("none moves to itself", () => {
    for (const each of eventStatuses) expect(canMove(each, each)).toBe(false);
  });

  test("whatever is asked, only legal moves are made (100,000 sequences)", () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 20 }), (wishes) => {
        let at: EventStatus = "pending";
        for (const wish of wishes) {
          const next: EventStatus = sourcesOf(wish).includes(at) ? wish : at;
          expect(next === at || eventMoves[at].includes(next)).toBe(true);
          // A settled event is executed or ends: without a person only its burial is left.
          if (at === "skipped") expect(next).toBe("skipped");
          at = next;
        }
      }),
      { numRuns: 100_000 },
    );
  });

  test("from every status but skipped an event can be matched again or buried", () => {
    const reach = (from: EventStatus, seen = new Set<EventStatus>()): Set<EventStatus> => {
      for (const next of eventMoves[from]) {
        if (seen.has(next)) continue;
        seen.add(next);
        reach(next, seen);
      }
      return seen;
    };
    for (const each of eventStatuses.filter((name) => name !== "skipped"))
      expect(reach(each).has("pending"), each).toBe(true);
  });
});
