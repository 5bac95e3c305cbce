import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ReviewView } from "@/components/reviews/review-view";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ reviewId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { reviewId } = await params;
  const { queryClient, trpc } = await createPageQueries();
  const found = await queryClient
    .fetchQuery(trpc.reviews.get.queryOptions({ id: reviewId }))
    .catch(() => null);
  return { title: found ? `${found.title} · Review` : "Review" };
}

export default async function Page({ params }: { params: Params }) {
  const { reviewId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.reviews.get.queryOptions({ id: reviewId })),
      ]}
    >
      <ReviewView reviewId={reviewId} />
    </Prefetched>
  );
}
