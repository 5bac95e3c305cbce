import { ReviewActs, type ReviewActsProps } from "@/components/reviews/review-acts";
import { ReviewAnswer } from "@/components/reviews/review-answer";
import { ReviewQuestion } from "@/components/reviews/review-question";

/** The question, and under it the ways to answer, or the answer it got. */
export function ReviewBody({ review, ...acts }: ReviewActsProps) {
  return (
    <div className="flex flex-col gap-5">
      <ReviewQuestion review={review} />
      {review.status === "pending" ? (
        <ReviewActs review={review} {...acts} />
      ) : (
        <ReviewAnswer review={review} />
      )}
    </div>
  );
}
