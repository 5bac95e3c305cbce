import { ReviewActs } from "@/components/reviews/review-acts";
import { ReviewAnswer } from "@/components/reviews/review-answer";
import { ReviewQuestion } from "@/components/reviews/review-question";
import type { ReviewOutput } from "@/server/reviews/schema";

type ReviewBodyProps = { review: ReviewOutput; hasKeys?: boolean; onAnswered?: () => void };

/** The question, and under it the ways to answer, or the answer it got. */
export function ReviewBody({ review, hasKeys, onAnswered }: ReviewBodyProps) {
  return (
    <div className="flex flex-col gap-5">
      <ReviewQuestion review={review} />
      {review.status === "pending" ? (
        <ReviewActs review={review} hasKeys={hasKeys} onAnswered={onAnswered} />
      ) : (
        <ReviewAnswer review={review} />
      )}
    </div>
  );
}
