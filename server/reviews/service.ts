import type { Review } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";
import { AppError, notFound } from "@/server/errors";
import type { Page } from "@/server/page-input";
import { judgeAnswer } from "@/server/reviews/answer-rules";
import type {
  AnswerInput,
  AnswerManyInput,
  AnswerManyOutput,
  RespondInput,
  RespondOutput,
  ReviewFilter,
  ReviewList,
  ReviewOutput,
  ReviewSummary,
} from "@/server/reviews/schema";
import { reviewOrder, whereReviews } from "@/server/reviews/select";
import { describeAnswer, settleReview } from "@/server/reviews/settle";
import { contents, toOutput, toSummary } from "@/server/reviews/to-output";

type Span = { limit: number; offset: number };

/** Reviews: the pending ones first, the most severe before the oldest, then the answered ones, latest first. */
export async function listReviews(actor: Actor, input: ReviewList): Promise<Page<ReviewSummary>> {
  requireScope(actor, "reviews:read");
  const { limit, offset, ...filter } = input;
  const { ids, total } = await findIds(filter, { limit, offset });
  const rows = await db.review.findMany({ where: { id: { in: ids } }, omit: contents });
  return { items: inOrder(ids, rows).map(toSummary), total };
}

/** What waits for a person, whole (contracts/personas.md §1.7). */
export async function listPending(actor: Actor, span: Span): Promise<Page<ReviewOutput>> {
  requireScope(actor, "reviews:read");
  return listWhole({ status: "pending" }, span);
}

/** Every review of one execution, the pending ones first. Throws not_found for an unknown execution. */
export async function listReviewsOf(actor: Actor, executionId: string): Promise<Page<ReviewOutput>> {
  requireScope(actor, "reviews:read");
  if ((await db.execution.count({ where: { id: executionId } })) === 0)
    throw notFound("execution", executionId);
  return listWhole({ executionId }, { limit: 500, offset: 0 });
}

/** One review. Throws not_found. */
export async function getReview(actor: Actor, id: string): Promise<ReviewOutput> {
  requireScope(actor, "reviews:read");
  return toOutput(await readReview(id));
}

/**
 * Answers a review, once; what had asked goes on by it. Edited arguments come back with the hash they run under.
 * Throws not_found, validation_failed for an answer its kind does not take, and conflict when it was answered
 * before or when `argsHash` is not the hash of its arguments.
 */
export async function answerReview(actor: Actor, input: AnswerInput): Promise<ReviewOutput> {
  requireScope(actor, "reviews:write");
  const review = await readReview(input.id);
  if (review.status !== "pending") throw new AppError("conflict", describeAnswer(review));
  const ruling = judgeAnswer(toSummary(review), input);
  return toOutput(await settleReview(actor, { review, ruling, notes: input.notes }));
}

/** Approves or rejects several; each is answered or refused on its own. */
export async function answerReviews(actor: Actor, input: AnswerManyInput): Promise<AnswerManyOutput> {
  requireScope(actor, "reviews:write");
  const results: AnswerManyOutput["results"] = [];
  for (const { id, argsHash } of input.reviews) {
    try {
      const { status } = await answerReview(actor, {
        id,
        decision: input.decision,
        notes: input.notes,
        argsHash,
      });
      results.push({ id, status, error: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push({ id, status: null, error: { code: error.code, message: error.message } });
    }
  }
  return { results };
}

/** The contract's form of an answer (contracts/personas.md §1.7). Throws not_found when the review is not of the execution. */
export async function respondToReview(actor: Actor, input: RespondInput): Promise<RespondOutput> {
  requireScope(actor, "reviews:write");
  const { executionId, reviewId, decision, message, argsHash } = input;
  const review = await readReview(reviewId);
  if (review.executionId !== executionId) throw notFound("review", reviewId);
  await answerReview(actor, {
    id: reviewId,
    decision: decision === "approved" ? "approve" : "reject",
    notes: message,
    argsHash,
  });
  return { ok: true, executionId, reviewId, decision };
}

async function listWhole(filter: ReviewFilter, span: Span): Promise<Page<ReviewOutput>> {
  const { ids, total } = await findIds(filter, span);
  const rows = await db.review.findMany({ where: { id: { in: ids } } });
  return { items: inOrder(ids, rows).map(toOutput), total };
}

async function findIds(
  filter: ReviewFilter,
  { limit, offset }: Span,
): Promise<{ ids: string[]; total: number }> {
  const where = whereReviews(filter);
  const [found, counted] = await Promise.all([
    db.$queryRaw<{ id: string }[]>`
      SELECT id FROM review WHERE ${where} ORDER BY ${reviewOrder} LIMIT ${limit} OFFSET ${offset}`,
    db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM review WHERE ${where}`,
  ]);
  return { ids: found.map(({ id }) => id), total: counted[0]?.total ?? 0 };
}

function inOrder<Row extends { id: string }>(ids: string[], rows: Row[]): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function readReview(id: string): Promise<Review> {
  const row = await db.review.findUnique({ where: { id } });
  if (!row) throw notFound("review", id);
  return row;
}
