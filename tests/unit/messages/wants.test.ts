import { expect, test } from "vitest";
import { isWanted } from "@/server/messages/wants";

const channel = { enabled: true, minPriority: "normal" as const, personaIds: null, tellsReviews: false };
const message = { personaId: "per_a", priority: "normal" as const, reviewId: null };

test.each([
  ["anything at its priority", {}, {}, true],
  ["what is above it", {}, { priority: "urgent" as const }, true],
  ["nothing below it", {}, { priority: "low" as const }, false],
  ["nothing while it is off", { enabled: false }, {}, false],
  ["what its personas say", { personaIds: ["per_a", "per_b"] }, {}, true],
  ["nothing of others", { personaIds: ["per_b"] }, {}, false],
  ["nothing of the hub when it listens to personas", { personaIds: ["per_b"] }, { personaId: null }, false],
  ["what the hub says when it listens to all", {}, { personaId: null }, true],
  ["no review", {}, { reviewId: "rev_1" }, false],
  ["reviews when it tells them", { tellsReviews: true }, { reviewId: "rev_1" }, true],
  ["messages as well when it tells reviews", { tellsReviews: true }, {}, true],
])("a channel wants %s", (_name, channelPart, messagePart, expected) => {
  expect(isWanted({ ...channel, ...channelPart }, { ...message, ...messagePart })).toBe(expected);
});
