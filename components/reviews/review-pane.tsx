"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReviewActsProps } from "@/components/reviews/review-acts";
import { ReviewBody } from "@/components/reviews/review-body";
import { ReviewSummaryLine } from "@/components/reviews/review-question";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { useTRPC } from "@/lib/trpc";

type ReviewPaneProps = { reviewId: string } & Required<Omit<ReviewActsProps, "review" | "answer">>;

/** One review, whole, beside the list it stands in. */
export function ReviewPane({ reviewId, ...acts }: ReviewPaneProps) {
  const trpc = useTRPC();
  const query = useQuery(trpc.reviews.get.queryOptions({ id: reviewId }));
  if (!query.data && query.error)
    return <ErrorState what="The review" error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <DetailSkeleton />;
  const review = query.data;
  return (
    <div className="animate-slide">
      <h2 className="mb-2 break-words pt-1 font-semibold text-title">{review.title}</h2>
      <div className="mb-5">
        <ReviewSummaryLine review={review} />
      </div>
      <ReviewBody review={review} {...acts} />
    </div>
  );
}
