import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, personActor, systemActor, teamKeyActor, webhookActor } from "@/server/actor";
import { hashCanonical } from "@/server/canonical-json";
import { db } from "@/server/db";
import { requestReview } from "@/server/reviews/request";
import type { AnswerInput } from "@/server/reviews/schema";
import { updateSettings } from "@/server/settings/service";
import { createCaller } from "@/server/trpc/root";
import { toAppError } from "@/server/trpc/to-app-error";
import { askReview, askToolCall, callArgs } from "@/tests/factories/review";
import { refusal } from "@/tests/support/refusal";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  await db.review.deleteMany();
  await services.takeFacts();
});

const jane = personActor("jane", "Jane");
const verbs = (actor: Actor = jane) => createCaller({ actor, requestId: "req_test", reply: {} }).reviews;
const answer = (input: AnswerInput, actor?: Actor) => verbs(actor).answer(input);
const answersTold = async (reviewId: string) =>
  (await services.takeFacts()).filter(
    ({ name, data }) => name === "hub/review.answered" && data.reviewId === reviewId,
  );

describe("a question", () => {
  test("is asked once under its key, and told with it", async () => {
    const first = await askReview({ key: "same", suggestedActions: ["Publish", "Wait"] });
    const again = await askReview({ key: "same", title: "Another" });
    expect(again).toEqual(first);
    const told = (await services.takeFacts()).map(({ name, data }) => [name, data]);
    expect(told).toEqual([
      ["hub/review.requested", { reviewId: first.id }],
      ["hub/notice.raised", { type: "review.waiting", subjectId: first.id }],
    ]);
  });

  test("is due by the policy of its severity; what could not be read is critical", async () => {
    const now = new Date("2026-11-26T12:00:00Z");
    const ask = (fields: object) =>
      requestReview(
        {
          key: JSON.stringify(fields),
          kind: "manual_review",
          executionId: "exe_x",
          personaId: "per_x",
          personaName: "X",
          title: "?",
          isBlocking: false,
          ...fields,
        },
        now,
      );
    const { reviewPolicies } = await updateSettings(systemActor, {});
    await updateSettings(systemActor, {
      reviewPolicies: { ...reviewPolicies, high: { slaMinutes: 5, action: "none" } },
    });
    expect(await ask({})).toMatchObject({ severity: "medium", dueAt: new Date("2026-11-26T16:00:00Z") });
    expect(await ask({ severity: "high" })).toMatchObject({ severity: "high", dueAt: null });
    expect(await ask({ severity: "low", parseError: "No title" })).toMatchObject({
      severity: "critical",
      dueAt: new Date("2026-11-26T12:30:00Z"),
    });
    await updateSettings(systemActor, { reviewPolicies });
  });
});

describe("an answer", () => {
  test("is kept with who gave it, noted and told", async () => {
    const { id, executionId } = await askReview();
    await services.takeFacts();
    expect(await answer({ id, decision: "approve", notes: " Fine " })).toMatchObject({
      status: "approved",
      decision: "approve",
      reviewerNotes: "Fine",
      responseMessage: "Fine",
      resolvedBy: "Jane",
    });
    expect((await services.takeFacts()).map(({ name, data }) => [name, data])).toEqual([
      ["hub/review.answered", { reviewId: id, executionId }],
    ]);
    const [entry] = await db.auditEntry.findMany({ where: { subjectId: id } });
    expect(entry).toMatchObject({ actorType: "person", actorId: "jane", action: "review.answered" });
    expect(JSON.parse(entry?.detail ?? "")).toEqual({
      decision: "approve",
      kind: "manual_review",
      executionId,
    });
  });

  test("is given once, whoever is quickest of twenty; the others learn who was", async () => {
    const { id } = await askToolCall();
    const argsHash = hashCanonical(callArgs);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, place) => {
        const actor = personActor(`p${place}`, `Person ${place}`);
        const given: AnswerInput =
          place % 2 ? { id, decision: "approve", argsHash } : { id, decision: "reject", notes: "No" };
        return answer(given, actor).catch((error: unknown) => toAppError(error));
      }),
    );
    const won = outcomes.filter((outcome) => "resolvedBy" in outcome);
    expect(won).toHaveLength(1);
    const kept = await db.review.findUniqueOrThrow({ where: { id } });
    expect(won[0]).toMatchObject({ resolvedBy: kept.resolvedBy, status: kept.status });
    for (const lost of outcomes.filter((outcome) => !("resolvedBy" in outcome)))
      expect(lost).toMatchObject({
        code: "conflict",
        message: expect.stringMatching(`^This was ${kept.status} by ${kept.resolvedBy} at .* UTC\\.$`),
      });
    expect(await answersTold(id)).toHaveLength(1);
    expect(await db.auditEntry.count({ where: { subjectId: id } })).toBe(1);
  });

  test("to a tool call holds for the arguments that were looked at", async () => {
    const { id } = await askToolCall();
    const other = hashCanonical({ ...callArgs, method: "DELETE" });
    expect(await refusal(answer({ id, decision: "approve", argsHash: other }))).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("not the arguments that were looked at"),
    });
    expect(await refusal(answer({ id, decision: "approve" }))).toMatchObject({ path: "argsHash" });
    expect(await refusal(answer({ id, decision: "reject" }))).toMatchObject({ path: "notes" });
    expect(await answersTold(id)).toEqual([]);
    expect((await verbs().get({ id })).status).toBe("pending");
  });

  test("with edited arguments returns the hash that they run under", async () => {
    const { id } = await askToolCall();
    const args = { ...callArgs, method: "PUT" };
    const argsHash = hashCanonical(callArgs);
    for (const bad of ["{", "[]", '"text"', "x".repeat(101 * 1024)])
      expect(await refusal(answer({ id, decision: "approve", argsHash, args: bad }))).toMatchObject({
        code: "validation_failed",
        path: "args",
      });
    const answered = await answer({ id, decision: "approve", argsHash, args: JSON.stringify(args) });
    expect(answered).toMatchObject({
      args: JSON.stringify(callArgs),
      editedArgs: JSON.stringify(args),
      argsHash: hashCanonical(args),
    });
    const [entry] = await db.auditEntry.findMany({ where: { subjectId: id } });
    expect(JSON.parse(entry?.detail ?? "")).toMatchObject({
      argsHash: hashCanonical(args),
      editedFrom: argsHash,
    });
  });

  test("after an unknown outcome says what is to be done", async () => {
    const { id } = await askReview({ kind: "outcome_unknown", toolName: "http_request", args: "{}" });
    expect(await refusal(answer({ id, decision: "approve" }))).toMatchObject({
      path: "decision",
      message: "decision: This review takes repeat, done or abandon, not approve.",
    });
    expect(await answer({ id, decision: "done" })).toMatchObject({ status: "resolved", decision: "done" });
    expect(await answersTold(id)).toHaveLength(1);
  });

  test("comes too late when the execution has ended", async () => {
    const { id, executionId } = await askReview();
    await db.execution.update({ where: { id: executionId }, data: { status: "cancelled" } });
    expect(await refusal(answer({ id, decision: "approve" }))).toMatchObject({
      code: "conflict",
      message: "The execution is cancelled; it no longer waits for this.",
    });
    const free = await askReview({ executionId, isBlocking: false });
    expect((await answer({ id: free.id, decision: "approve" })).status).toBe("approved");
  });

  test("is given in the contract's form as well", async () => {
    const { id: reviewId, executionId } = await askToolCall();
    const given = { executionId, reviewId, decision: "approved", message: "Go" } as const;
    expect(await refusal(verbs().respond(given))).toMatchObject({ path: "argsHash" });
    expect((await refusal(verbs().respond({ ...given, executionId: "exe_other" })))?.code).toBe("not_found");
    expect(await verbs().respond({ ...given, argsHash: hashCanonical(callArgs) })).toEqual({
      ok: true,
      executionId,
      reviewId,
      decision: "approved",
    });
    expect(await verbs().get({ id: reviewId })).toMatchObject({ status: "approved", reviewerNotes: "Go" });
  });
});

test("several are answered in one call, each on its own", async () => {
  const [plain, call, unknown] = [
    await askReview(),
    await askToolCall(),
    await askReview({ kind: "outcome_unknown" }),
  ];
  await services.takeFacts();
  const { results } = await verbs().answerMany({
    decision: "approve",
    reviews: [
      { id: plain.id },
      { id: call.id, argsHash: hashCanonical(callArgs) },
      { id: unknown.id },
      { id: plain.id },
      { id: "rev_none" },
    ],
  });
  expect(results.map(({ id, status, error }) => [id, status, error?.code ?? null])).toEqual([
    [plain.id, "approved", null],
    [call.id, "approved", null],
    [unknown.id, null, "validation_failed"],
    [plain.id, null, "conflict"],
    ["rev_none", null, "not_found"],
  ]);
  expect((await services.takeFacts()).map(({ data }) => data.reviewId)).toEqual([plain.id, call.id]);
  const many = Array.from({ length: 101 }, (_, place) => ({ id: `rev_${place}` }));
  expect(await refusal(verbs().answerMany({ decision: "reject", reviews: many }))).toMatchObject({
    path: "reviews",
  });
});

describe("without the scope", () => {
  const sender = webhookActor("gitlab");
  const reader: Actor = { ...teamKeyActor, scopes: new Set(["reviews:read"]) };
  test.each([
    ["list", sender, (actor: Actor) => verbs(actor).list({})],
    ["pending", sender, (actor: Actor) => verbs(actor).pending({})],
    ["get", sender, (actor: Actor) => verbs(actor).get({ id: "rev_x" })],
    ["ofExecution", sender, (actor: Actor) => verbs(actor).ofExecution({ executionId: "exe_x" })],
    ["answer", reader, (actor: Actor) => answer({ id: "rev_x", decision: "approve" }, actor)],
    [
      "answerMany",
      reader,
      (actor: Actor) => verbs(actor).answerMany({ decision: "approve", reviews: [{ id: "rev_x" }] }),
    ],
    [
      "respond",
      reader,
      (actor: Actor) =>
        verbs(actor).respond({ executionId: "exe_x", reviewId: "rev_x", decision: "approved" }),
    ],
  ] as const)("%s is forbidden", async (_name, actor, call) => {
    expect((await refusal(call(actor)))?.code).toBe("forbidden");
  });
});
