import { z } from "zod";
import { pageOf } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import {
  answerInput,
  answerManyInput,
  answerManyOutput,
  executionReviews,
  pendingList,
  respondInput,
  respondOutput,
  reviewList,
  reviewOutput,
  reviewSummary,
} from "@/server/reviews/schema";
import {
  answerReview,
  answerReviews,
  getReview,
  listPending,
  listReviews,
  listReviewsOf,
  respondToReview,
} from "@/server/reviews/service";
import { createRouter, verb } from "@/server/trpc/init";

const tag = "Reviews";

export const reviewsRouter = createRouter({
  list: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/reviews",
        summary: "List reviews: pending ones first, the most severe before the oldest",
        tag,
        list: true,
      },
    })
    .input(reviewList)
    .output(pageOf(reviewSummary))
    .query(({ ctx, input }) => listReviews(ctx.actor, input)),
  pending: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/reviews/pending",
        summary: "List the reviews that wait for a person, whole",
        tag,
        list: true,
      },
    })
    .input(pendingList)
    .output(pageOf(reviewOutput))
    .query(({ ctx, input }) => listPending(ctx.actor, input)),
  get: verb
    .meta({ rest: { method: "GET", path: "/api/reviews/{id}", summary: "Read a review", tag } })
    .input(z.strictObject({ id: idInput }))
    .output(reviewOutput)
    .query(({ ctx, input }) => getReview(ctx.actor, input.id)),
  answer: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/reviews/{id}/answer",
        summary:
          "Answer a review, once; a tool call is approved by the hash of its arguments, or with edited ones",
        tag,
      },
    })
    .input(answerInput)
    .output(reviewOutput)
    .mutation(({ ctx, input }) => answerReview(ctx.actor, input)),
  answerMany: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/reviews/answer",
        summary: "Approve or reject up to 100 reviews; each is answered or refused on its own",
        tag,
      },
    })
    .input(answerManyInput)
    .output(answerManyOutput)
    .mutation(({ ctx, input }) => answerReviews(ctx.actor, input)),
  ofExecution: verb
    .meta({
      rest: {
        method: "GET",
        path: "/api/executions/{executionId}/reviews",
        summary: "List the reviews of an execution",
        tag,
        list: true,
      },
    })
    .input(executionReviews)
    .output(pageOf(reviewOutput))
    .query(({ ctx, input }) => listReviewsOf(ctx.actor, input.executionId)),
  respond: verb
    .meta({
      rest: {
        method: "POST",
        path: "/api/executions/{executionId}/reviews/{reviewId}/respond",
        summary: "Approve or reject a review of an execution",
        tag,
      },
    })
    .input(respondInput)
    .output(respondOutput)
    .mutation(({ ctx, input }) => respondToReview(ctx.actor, input)),
});
