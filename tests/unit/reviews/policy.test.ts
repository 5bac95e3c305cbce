import { describe, expect, test } from "vitest";
import { chooseDueAct, findDueAt, type Policies, raiseSeverity } from "@/server/reviews/policy";
import { reviewKinds, severities } from "@/server/reviews/schema";

const policies: Policies = {
  critical: { slaMinutes: 30, action: "escalate" },
  high: { slaMinutes: 240, action: "none" },
  medium: { slaMinutes: 60, action: "auto_approve" },
  low: { slaMinutes: 480, action: "auto_approve" },
};
const from = new Date("2026-11-26T12:00:00Z");

test.each([
  ["critical", "2026-11-26T12:30:00.000Z"],
  ["high", null],
  ["low", "2026-11-26T20:00:00.000Z"],
] as const)("a %s review is due by its policy: %s", (severity, due) => {
  expect(findDueAt(policies, severity, from)?.toISOString() ?? null).toBe(due);
});

describe("nothing but what a persona asked of its own accord is approved unseen", () => {
  const cases = reviewKinds.flatMap((kind) => severities.map((severity) => ({ kind, severity })));
  test.each(cases)("$kind, $severity", ({ kind, severity }) => {
    const { action } = policies[severity];
    const isSpared = kind !== "manual_review" && action === "auto_approve";
    expect(chooseDueAct(policies, { kind, severity })).toBe(isSpared ? "escalate" : action);
  });
});

test("severity goes up a step at a time, and no further than critical", () => {
  expect(severities.map(raiseSeverity)).toEqual(["medium", "high", "critical", "critical"]);
});
