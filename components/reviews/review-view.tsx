"use client";

import { useQuery } from "@tanstack/react-query";
import { ReviewBody } from "@/components/reviews/review-body";
import { ReviewSummaryLine } from "@/components/reviews/review-question";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";

/** One review as a page. */
export function ReviewView({ reviewId }: { reviewId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.reviews.get.queryOptions({ id: reviewId }));
  if (query.data) {
    const review = query.data;
    return (
      <>
        <PageHeader
          // Whole: it is what one is asked.
          title={<span className="whitespace-normal break-words">{review.title}</span>}
          back={{ href: "/reviews", label: "reviews" }}
        >
          <ReviewSummaryLine review={review} />
        </PageHeader>
        <div className="max-w-3xl">
          <ReviewBody key={review.id} review={review} hasKeys />
        </div>
      </>
    );
  }
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="review" id={reviewId} listHref="/reviews" listLabel="Reviews" />;
  return <ErrorState what="The review" error={query.error} onRetry={() => void query.refetch()} />;
}
