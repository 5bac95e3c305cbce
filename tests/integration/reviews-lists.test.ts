import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personActor } from "@/server/actor";
import { db } from "@/server/db";
import { getExecution } from "@/server/executions/service";
import { countAttention } from "@/server/system/attention";
import { createCaller } from "@/server/trpc/root";
import { askReview, askToolCall, callArgs } from "@/tests/factories/review";
import { refusal } from "@/tests/support/refusal";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());
beforeEach(() => db.review.deleteMany());

const jane = personActor("jane", "Jane");
const verbs = () => createCaller({ actor: jane, requestId: "req_test", reply: {} }).reviews;

test("lists have what is pending first, by severity and age, and are narrowed by every filter", async () => {
  const low = await askReview({ severity: "low", title: "Low one" });
  const old = await askToolCall({ severity: "high", personaId: "per_other" });
  const young = await askReview({ severity: "high", description: "Mentions 100% of it" });
  const done = await askReview({ title: "Done one" });
  await verbs().answer({ id: done.id, decision: "resolve" });
  const list = async (filter: object = {}) => (await verbs().list({ ...filter })).items.map(({ id }) => id);
  expect(await list()).toEqual([old.id, young.id, low.id, done.id]);
  expect(await list({ status: "pending", limit: 1, offset: 1 })).toEqual([young.id]);
  expect(await list({ status: "answered" })).toEqual([done.id]);
  expect(await list({ status: "resolved" })).toEqual([done.id]);
  expect(await list({ severity: "low" })).toEqual([low.id]);
  expect(await list({ kind: "tool_call" })).toEqual([old.id]);
  expect(await list({ personaId: "per_other" })).toEqual([old.id]);
  expect(await list({ executionId: young.executionId })).toEqual([young.id]);
  expect(await list({ search: "100%" })).toEqual([young.id]);
  expect(await list({ search: "low ONE" })).toEqual([low.id]);
  expect(await list({ search: done.id })).toEqual([done.id]);
  expect((await verbs().list({ limit: 1 })).total).toBe(4);
  const pending = await verbs().pending({});
  expect(pending).toMatchObject({
    total: 3,
    items: [{ id: old.id, args: JSON.stringify(callArgs) }, {}, {}],
  });
});

test("lists of an execution hold its own, and the execution shows what it waits for", async () => {
  const review = await askToolCall({ contextData: "ctx", suggestedActions: ["Do it"] });
  await askReview();
  expect(await verbs().ofExecution({ executionId: review.executionId })).toMatchObject({
    total: 1,
    items: [{ reviewId: review.id, suggestedActions: '["Do it"]', contextData: "ctx" }],
  });
  const payload = JSON.parse((await verbs().get({ id: review.id })).payload);
  expect(payload).toMatchObject({ title: "http_request", context_data: "ctx", input: callArgs });
  const detail = await getExecution(jane, { executionId: review.executionId, offset: 0 });
  expect(detail.pendingReviews).toEqual([
    {
      reviewId: review.id,
      title: "http_request",
      kind: "tool_call",
      severity: "medium",
      createdAt: review.createdAt.toISOString(),
    },
  ]);
  expect(await countAttention(jane)).toMatchObject({ pendingReviews: 2 });
  expect((await refusal(verbs().ofExecution({ executionId: "exe_none" })))?.code).toBe("not_found");
  expect((await refusal(verbs().get({ id: "rev_none" })))?.code).toBe("not_found");
});
