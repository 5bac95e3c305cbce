"use client";

import { ReviewActs, type ReviewActsProps } from "@/components/reviews/review-acts";
import { ReviewAnswer } from "@/components/reviews/review-answer";
import { ReviewQuestion } from "@/components/reviews/review-question";
import { useReviewActs } from "@/components/reviews/use-review-acts";

type ReviewBodyProps = Omit<ReviewActsProps, "answer">;

/** The question, and under it the ways to answer, or the answer it got. */
export function ReviewBody({ review, ...acts }: ReviewBodyProps) {
  // Here, and not where the buttons are: these go as soon as the review is read as answered, which may come first.
  const { answer } = useReviewActs();
  return (
    <div className="flex flex-col gap-5">
      <ReviewQuestion review={review} />
      {review.status === "pending" ? (
        <ReviewActs review={review} answer={answer} {...acts} />
      ) : (
        <ReviewAnswer review={review} />
      )}
    </div>
  );
}
