"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ReviewBody } from "@/components/reviews/review-body";
import { ReviewSummaryLine } from "@/components/reviews/review-question";
import { ErrorState } from "@/components/shared/error-state";
import { useTRPC } from "@/lib/trpc";

/** What an execution waits for a person to decide, to be answered on the spot. Nothing while it waits for nobody. */
export function ReviewCard({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.reviews.ofExecution.queryOptions({ executionId }));
  if (query.error && !query.data)
    return <ErrorState what="Its reviews" error={query.error} onRetry={() => void query.refetch()} />;
  const pending = (query.data?.items ?? []).filter(({ status }) => status === "pending");
  return pending.map((review) => (
    <section
      key={review.id}
      aria-label={`Review: ${review.title}`}
      className="row-appear rounded-md border border-line p-4"
    >
      <h2 className="mb-2 break-words font-semibold text-base">
        <Link href={`/reviews/${review.id}`} className="hover:underline">
          {review.title}
        </Link>
      </h2>
      <div className="mb-4">
        <ReviewSummaryLine review={review} />
      </div>
      <ReviewBody review={review} />
    </section>
  ));
}
