import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/server/actor";
import { hashCanonical } from "@/server/canonical-json";
import { sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { receiveLinkAnswer } from "@/server/reviews/door";
import { dropOldLinks, makeLinks, readLink } from "@/server/reviews/links";
import { answerReview } from "@/server/reviews/service";
import { askReview, askToolCall, callArgs } from "@/tests/factories/review";
import { openServices, type Services } from "@/tests/support/services";

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services?.close());

const argsHash = hashCanonical(callArgs);
const tokenOf = (url: string | undefined) => new URL(url ?? "").pathname.split("/").at(-1) ?? "";

async function makeTokens(id: string, now?: Date) {
  const links = await makeLinks(id, now);
  return { approve: tokenOf(links?.approveUrl), reject: tokenOf(links?.rejectUrl) };
}

let sender = 0;
async function post(token: string, body?: unknown, address = `192.0.2.${++sender}`) {
  const request = new Request(`http://hub.test/api/review-links/${token}`, {
    method: "POST",
    headers: { "X-Forwarded-For": address },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const reply = await receiveLinkAnswer(request, token);
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}

test("a link shows what is asked, and looking changes nothing", async () => {
  const { id } = await askToolCall({ contextData: "Third try" });
  const { approve } = await makeTokens(id);
  for (let look = 0; look < 3; look++)
    expect(await readLink(approve)).toMatchObject({
      state: "open",
      decision: "approve",
      review: { id, args: JSON.stringify(callArgs), contextData: "Third try" },
    });
  expect((await db.review.findUniqueOrThrow({ where: { id } })).status).toBe("pending");
});

test("of a link only the hash is kept; each has 32 random bytes", async () => {
  const { id } = await askReview();
  const { approve, reject } = await makeTokens(id);
  for (const token of [approve, reject]) expect(token).toMatch(/^[0-9a-f]{64}$/);
  const rows = await db.reviewLink.findMany({ where: { reviewId: id } });
  expect(rows.map(({ tokenHash, decision }) => [tokenHash, decision])).toEqual(
    expect.arrayContaining([
      [sha256(approve), "approve"],
      [sha256(reject), "reject"],
    ]),
  );
});

test("a link answers once, of twenty at once too, and its twin learns of it", async () => {
  const { id, executionId } = await askToolCall();
  const { approve, reject } = await makeTokens(id);
  await services.takeFacts();
  const replies = await Promise.all(Array.from({ length: 20 }, () => post(approve, { argsHash })));
  expect(replies.filter(({ status }) => status === 200)).toMatchObject([
    { json: { ok: true, reviewId: id, status: "approved" } },
  ]);
  expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
  expect(await readLink(approve)).toEqual({ state: "used" });
  expect(await readLink(reject)).toMatchObject({
    state: "answered",
    words: expect.stringMatching(/^This was approved by link at .* UTC\.$/),
  });
  expect((await post(reject, { notes: "No" })).status).toBe(409);
  expect(await db.review.findUniqueOrThrow({ where: { id } })).toMatchObject({ resolvedBy: "By link" });
  const [entry] = await db.auditEntry.findMany({ where: { subjectId: id } });
  expect(entry).toMatchObject({ actorType: "person", actorId: `link:${sha256(approve).slice(0, 12)}` });
  expect(
    (await services.takeFacts()).filter(({ name }) => name === "hub/review.answered").map(({ data }) => data),
  ).toEqual([{ reviewId: id, executionId }]);
});

test("a tool call is approved by the hash that the page showed, and rejected with a reason", async () => {
  const { id } = await askToolCall();
  const { approve, reject } = await makeTokens(id);
  expect(await post(approve)).toMatchObject({ status: 400, json: { issues: [{ path: "argsHash" }] } });
  expect(await post(approve, { argsHash: hashCanonical({}) })).toMatchObject({ status: 409 });
  expect(await post(reject)).toMatchObject({ status: 400, json: { issues: [{ path: "notes" }] } });
  expect(await readLink(approve)).toMatchObject({ state: "open" });
  expect((await post(reject, { notes: "Wrong place" })).status).toBe(200);
  expect(await db.review.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: "rejected",
    reviewerNotes: "Wrong place",
  });
});

test("a link expires after seven days, says so for a month, and is forgotten", async () => {
  const { id } = await askReview();
  const day = 24 * 60 * 60_000;
  const { approve } = await makeTokens(id, new Date(Date.now() - 8 * day));
  expect(await readLink(approve)).toEqual({ state: "expired" });
  expect(await post(approve)).toMatchObject({
    status: 409,
    json: { error: "This link was used or has expired." },
  });
  expect((await db.review.findUniqueOrThrow({ where: { id } })).status).toBe("pending");
  await dropOldLinks();
  expect(await readLink(approve)).toEqual({ state: "expired" });
  await dropOldLinks(new Date(Date.now() + 30 * day));
  expect(await readLink(approve)).toEqual({ state: "unknown" });
});

test("a link of a review that somebody answered on the page says who did", async () => {
  const { id } = await askReview();
  const { approve } = await makeTokens(id);
  await answerReview(systemActor, { id, decision: "reject" });
  expect(await readLink(approve)).toMatchObject({
    state: "answered",
    words: expect.stringContaining("by Ensemble"),
  });
  expect((await post(approve)).status).toBe(409);
});

test.each([
  ["a token that is none", "0".repeat(64), {}, 404],
  ["no JSON", "0".repeat(64), "{", 400],
  ["a decision of one's own", "0".repeat(64), { decision: "approve" }, 400],
  ["a body without end", "0".repeat(64), { notes: "x".repeat(20_000) }, 413],
])("%s is refused", async (_name, token, body, status) => {
  expect((await post(token, body)).status).toBe(status);
});

test("one address is held to sixty tries a minute", async () => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 61; attempt++)
    statuses.push((await post("0".repeat(64), {}, "198.51.100.7")).status);
  expect(statuses.slice(0, 60).every((status) => status === 404)).toBe(true);
  expect(statuses[60]).toBe(429);
});

test("an unknown outcome has no links: it is no matter of yes or no", async () => {
  expect(await makeLinks((await askReview({ kind: "outcome_unknown" })).id)).toBeNull();
});
