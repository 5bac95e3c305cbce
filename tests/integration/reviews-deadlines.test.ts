import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Actor, systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { describeNotice } from "@/server/endpoints/notices";
import { openLinks } from "@/server/messages/answer-links";
import { announceReview } from "@/server/reviews/announce";
import { closeOrphans, enforceDeadlines } from "@/server/reviews/deadlines";
import { answerReview } from "@/server/reviews/service";
import { updateSettings } from "@/server/settings/service";
import { askReview, askToolCall } from "@/tests/factories/review";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  await db.review.deleteMany();
  await db.personaMessage.deleteMany();
});

const actor: Actor = systemActor;
const read = (id: string) => db.review.findUniqueOrThrow({ where: { id } });
/** The messages about a review, oldest first, with their links, which are kept sealed. */
const messagesOf = async (id: string) => {
  const rows = await db.personaMessage.findMany({
    where: { key: { startsWith: `review:${id}` } },
    orderBy: { id: "asc" },
  });
  for (const { metadata } of rows) expect(metadata).not.toContain("/review/");
  return rows.map((row) => ({
    ...row,
    links: openLinks(row),
    metadata: JSON.parse(row.metadata ?? "{}") as Record<string, string>,
  }));
};
const makeDue = (id: string) =>
  db.review.update({ where: { id }, data: { dueAt: new Date(Date.now() - 60_000) } });

test("a low review of a persona's own is approved when nobody answers; a tool call is escalated instead", async () => {
  const own = await askReview({ severity: "low" });
  const calls = [
    await askToolCall({ severity: "low" }),
    await askReview({ severity: "low", kind: "outcome_unknown" }),
    await askReview({ severity: "low", kind: "worker" }),
  ];
  const later = await askReview({ severity: "low" });
  for (const { id } of [own, ...calls]) await makeDue(id);
  await services.takeFacts();
  expect(await enforceDeadlines()).toEqual({ approved: 1, escalated: 3, left: 0 });
  expect(await read(own.id)).toMatchObject({
    status: "approved",
    decision: "approve",
    resolvedBy: "The policy for low severity",
    reviewerNotes: "Nobody answered within 480 minutes.",
  });
  const [entry] = await db.auditEntry.findMany({ where: { subjectId: own.id } });
  expect(entry).toMatchObject({ actorType: "system", actorId: "review-policy" });
  const told = (await services.takeFacts()).filter(({ name }) => name === "hub/review.answered");
  expect(told.map(({ data }) => data)).toEqual([{ reviewId: own.id, executionId: own.executionId }]);
  for (const { id } of calls) {
    const row = await read(id);
    expect(row).toMatchObject({ status: "pending", severity: "medium", escalatedAt: expect.any(Date) });
    expect(row.dueAt?.getTime()).toBeGreaterThan(Date.now() + 239 * 60_000);
  }
  expect(await read(later.id)).toMatchObject({ status: "pending", severity: "low" });
  expect(await enforceDeadlines()).toEqual({ approved: 0, escalated: 0, left: 0 });
});

test("escalation goes up to critical, tells people each time and then leaves it at the top", async () => {
  const { id } = await askReview({ severity: "medium", title: "Publish?" });
  const seen: unknown[] = [];
  for (let round = 0; round < 4; round++) {
    await makeDue(id);
    await enforceDeadlines();
    const { severity, dueAt } = await read(id);
    seen.push([severity, dueAt !== null, (await messagesOf(id)).length]);
    if (dueAt === null) break;
  }
  expect(seen).toEqual([
    ["high", true, 1],
    ["critical", true, 2],
    ["critical", false, 3],
  ]);
  const messages = await messagesOf(id);
  for (const message of messages)
    expect(message).toMatchObject({
      priority: "urgent",
      title: "Nobody has answered: Publish?",
      personaName: "Release Scribe",
      metadata: { reviewId: id },
      links: { approveUrl: expect.stringContaining("/review/") },
    });
  expect(messages[0]?.content).toContain("It was medium and is high now.");
});

test("a crash between telling and raising tells nobody twice", async () => {
  const { id } = await askReview({ severity: "high" });
  const due = await makeDue(id);
  await enforceDeadlines();
  await db.review.update({ where: { id }, data: { severity: "high", dueAt: due.dueAt, escalatedAt: null } });
  await enforceDeadlines();
  expect(await messagesOf(id)).toHaveLength(1);
  expect((await read(id)).severity).toBe("critical");
});

test("a policy that does nothing leaves a review as it is, for good", async () => {
  const { reviewPolicies } = await updateSettings(systemActor, {});
  const { id } = await askReview({ severity: "high" });
  await makeDue(id);
  await updateSettings(systemActor, {
    reviewPolicies: { ...reviewPolicies, high: { slaMinutes: 1, action: "none" } },
  });
  expect(await enforceDeadlines()).toEqual({ approved: 0, escalated: 0, left: 1 });
  expect(await read(id)).toMatchObject({
    status: "pending",
    severity: "high",
    dueAt: null,
    escalatedAt: null,
  });
  await updateSettings(systemActor, { reviewPolicies });
});

test("what was answered in time is left alone", async () => {
  const { id } = await askReview({ severity: "low" });
  await makeDue(id);
  await answerReview(actor, { id, decision: "reject", notes: "No" });
  expect(await enforceDeadlines()).toEqual({ approved: 0, escalated: 0, left: 0 });
  expect(await read(id)).toMatchObject({ status: "rejected" });
});

test("a question whose execution has ended is closed, one that nothing waits for stays", async () => {
  const blocking = await askReview();
  const free = await askReview({ isBlocking: false, executionId: blocking.executionId });
  const waiting = await askReview();
  await db.execution.update({ where: { id: blocking.executionId }, data: { status: "failed" } });
  expect(await closeOrphans()).toBe(1);
  expect(await read(blocking.id)).toMatchObject({
    status: "timed_out",
    decision: null,
    reviewerNotes: "Its execution had ended before: failed.",
  });
  for (const { id } of [free, waiting]) expect((await read(id)).status).toBe("pending");
});

test("a review is announced once, by its severity, with the exact arguments and links", async () => {
  const review = await askToolCall({ severity: "critical", title: "http_request", contextData: "Third try" });
  await announceReview(review.id);
  await announceReview(review.id);
  const [message, ...others] = await messagesOf(review.id);
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    key: `review:${review.id}`,
    title: "Review: http_request",
    priority: "urgent",
    executionId: review.executionId,
    metadata: { reviewId: review.id },
    links: {
      approveUrl: expect.stringContaining(`?args=${review.argsHash}`),
      rejectUrl: expect.any(String),
    },
  });
  expect(message?.content).toContain(`\`\`\`json\n${review.args}\n\`\`\``);
  expect(message?.content).toContain("Third try");
  const tricky = await askToolCall({ args: '"```` end"' });
  await announceReview(tricky.id);
  expect((await messagesOf(tricky.id))[0]?.content).toContain('`````json\n"```` end"\n`````');
  const unknown = await askReview({ kind: "outcome_unknown" });
  await announceReview(unknown.id);
  expect((await messagesOf(unknown.id))[0]?.links).toEqual({ approveUrl: null, rejectUrl: null });
  const answered = await askReview();
  await answerReview(actor, { id: answered.id, decision: "approve" });
  expect(await announceReview(answered.id)).toBeNull();
  expect(await announceReview("rev_none")).toBeNull();
});

test("endpoints outside are told that it waits, without anything a model wrote", async () => {
  const review = await askToolCall({ title: "A title of the model's" });
  const notice = await describeNotice("review.waiting", review.id, Date.now());
  expect(notice).toMatchObject({
    type: "review.waiting",
    data: { reviewId: review.id, kind: "tool_call", severity: "medium", executionId: review.executionId },
  });
  expect(JSON.stringify(notice)).not.toContain("model's");
});
