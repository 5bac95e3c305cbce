import { describe, expect, test } from "vitest";
import { hashCanonical } from "@/server/canonical-json";
import { AppError } from "@/server/errors";
import { decisionsOf, judgeAnswer } from "@/server/reviews/answer-rules";
import { decisions, reviewKinds } from "@/server/reviews/schema";

const seen = hashCanonical({ url: "https://example.com", method: "POST" });
const question = (kind: (typeof reviewKinds)[number], argsHash: string | null = null) => ({ kind, argsHash });
const call = question("tool_call", seen);

function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, path: error.issues?.[0]?.path };
    throw error;
  }
  return null;
}

describe("each kind takes its own answers", () => {
  const cases = reviewKinds.flatMap((kind) => decisions.map((decision) => ({ kind, decision })));
  test.each(cases)("$kind: $decision", ({ kind, decision }) => {
    const hash = kind === "tool_call" ? seen : null;
    const judge = () =>
      judgeAnswer(question(kind, hash), { decision, notes: "Because", argsHash: hash ?? undefined });
    if (decisionsOf[kind].includes(decision)) expect(judge()).toMatchObject({ decision });
    else expect(refusal(judge)).toEqual({ code: "validation_failed", path: "decision" });
  });
});

test.each([
  ["approve", "approved"],
  ["reject", "rejected"],
  ["resolve", "resolved"],
] as const)("%s leaves a review %s", (decision, status) => {
  expect(judgeAnswer(question("manual_review"), { decision })).toEqual({
    status,
    decision,
    editedArgs: null,
    argsHash: null,
  });
});

test.each(["repeat", "done", "abandon"] as const)("%s resolves an unknown outcome", (decision) => {
  expect(judgeAnswer(question("outcome_unknown", seen), { decision })).toMatchObject({
    status: "resolved",
    argsHash: seen,
  });
});

describe("a tool call", () => {
  test("is approved by the hash of what was looked at", () => {
    expect(judgeAnswer(call, { decision: "approve", argsHash: seen })).toEqual({
      status: "approved",
      decision: "approve",
      editedArgs: null,
      argsHash: seen,
    });
  });

  test.each([
    ["without a hash", { argsHash: undefined }, { code: "validation_failed", path: "argsHash" }],
    ["by another hash", { argsHash: hashCanonical({}) }, { code: "conflict" }],
    ["by another hash, edited", { argsHash: hashCanonical({}), args: '{"a":1}' }, { code: "conflict" }],
  ])("is not approved %s", (_name, fields, expected) => {
    expect(refusal(() => judgeAnswer(call, { decision: "approve", ...fields }))).toMatchObject(expected);
  });

  test("runs edited arguments under a hash of their own, whatever the order of their keys", () => {
    const edited = judgeAnswer(call, { decision: "approve", argsHash: seen, args: '{"b": 2, "a": [1.0]}' });
    expect(edited).toMatchObject({
      editedArgs: '{"b": 2, "a": [1.0]}',
      argsHash: hashCanonical({ a: [1], b: 2 }),
    });
    expect(edited.argsHash).not.toBe(seen);
  });

  test.each([undefined, ""])("is not rejected without a reason (%j)", (notes) => {
    expect(refusal(() => judgeAnswer(call, { decision: "reject", notes }))).toEqual({
      code: "validation_failed",
      path: "notes",
    });
  });

  test("whose arguments could not be read is edited or rejected", () => {
    const unread = question("tool_call");
    expect(refusal(() => judgeAnswer(unread, { decision: "approve" }))?.code).toBe("conflict");
    expect(judgeAnswer(unread, { decision: "approve", args: "{}" }).argsHash).toBe(hashCanonical({}));
    expect(judgeAnswer(unread, { decision: "reject", notes: "No" }).status).toBe("rejected");
  });
});

test.each([
  ["a manual review", question("manual_review"), "approve"],
  ["a call that is rejected", call, "reject"],
] as const)("arguments are not edited with %s", (_name, asked, decision) => {
  expect(refusal(() => judgeAnswer(asked, { decision, notes: "No", args: "{}" }))).toEqual({
    code: "validation_failed",
    path: "args",
  });
});
