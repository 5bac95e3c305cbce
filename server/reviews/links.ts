import { linkActor } from "@/server/actor";
import { randomHex, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";
import { judgeAnswer } from "@/server/reviews/answer-rules";
import type { LinkAnswerInput, LinkView, ReviewOutput } from "@/server/reviews/schema";
import { describeAnswer, settleReview } from "@/server/reviews/settle";
import { toOutput } from "@/server/reviews/to-output";

const dayMs = 24 * 60 * 60_000;
const lifetimeMs = 7 * dayMs;
/** For so long an expired link still says that it has expired. */
const keptMs = 30 * dayMs;

export type ReviewLinks = { approveUrl: string; rejectUrl: string };

/**
 * Two links that answer a review without signing in: each holds 32 random bytes, of which only the hash is kept,
 * for one decision, once, within 7 days. Those of a tool call carry the hash of its arguments. Null for a write
 * whose outcome is unknown, which is no matter of yes or no.
 */
export async function makeLinks(reviewId: string, now = new Date()): Promise<ReviewLinks | null> {
  const review = await db.review.findUniqueOrThrow({ where: { id: reviewId } });
  if (review.kind === "outcome_unknown") return null;
  const [approve, reject] = [randomHex(32), randomHex(32)];
  const expiresAt = new Date(now.getTime() + lifetimeMs);
  await db.reviewLink.createMany({
    data: [
      { tokenHash: sha256(approve), reviewId, decision: "approve", expiresAt },
      { tokenHash: sha256(reject), reviewId, decision: "reject", expiresAt },
    ],
  });
  const query = review.argsHash ? `?args=${review.argsHash}` : "";
  const toUrl = (token: string) => `${env().PUBLIC_URL}/review/${token}${query}`;
  return { approveUrl: toUrl(approve), rejectUrl: toUrl(reject) };
}

/** What a link leads to. Looking at it changes nothing; once it is of no more use it shows nothing of the review. */
export async function readLink(token: string, now = new Date()): Promise<LinkView> {
  const link = await findLink(token);
  if (!link) return { state: "unknown" };
  if (link.usedAt) return { state: "used" };
  const { review, expiresAt } = link;
  if (review.status !== "pending") return { state: "answered", words: describeAnswer(review) };
  if (expiresAt <= now) return { state: "expired" };
  return {
    state: "open",
    decision: readDecision(link),
    expiresAt: expiresAt.toISOString(),
    review: toOutput(review),
  };
}

/**
 * Gives the answer that a link stands for, once. Rejecting wants a reason, approving a tool call the hash of the
 * arguments that were shown. Throws not_found for an unknown link, conflict for one that is used, expired or too late.
 */
export async function answerByLink(
  token: string,
  { notes, argsHash }: LinkAnswerInput,
  now = new Date(),
): Promise<ReviewOutput> {
  const link = await findLink(token);
  if (!link) throw new AppError("not_found", "There is no such link.");
  const { review, tokenHash } = link;
  if (review.status !== "pending") throw new AppError("conflict", describeAnswer(review));
  const actor = linkActor(tokenHash.slice(0, 12));
  const { kind, argsHash: ownHash } = toOutput(review);
  const ruling = judgeAnswer({ kind, argsHash: ownHash }, { decision: readDecision(link), notes, argsHash });
  return toOutput(await settleReview(actor, { review, ruling, notes, tokenHash }, now));
}

/** Forgets links that have been expired for a month. Returns how many. */
export async function dropOldLinks(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - keptMs);
  return (await db.reviewLink.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}

function findLink(token: string) {
  return db.reviewLink.findUnique({ where: { tokenHash: sha256(token) }, include: { review: true } });
}

function readDecision(link: { decision: string }): "approve" | "reject" {
  return link.decision === "approve" ? "approve" : "reject";
}
