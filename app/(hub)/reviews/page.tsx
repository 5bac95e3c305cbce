import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeReviewFilters, describeReviewTab, toReviewQuery } from "@/components/reviews/filters";
import { ReviewsInbox } from "@/components/reviews/reviews-inbox";

const loadFilters = nuqs.createLoader(describeReviewFilters(nuqs));
const loadTab = nuqs.createLoader(describeReviewTab(nuqs));

export const metadata: Metadata = { title: "Reviews" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const { tab } = await loadTab(searchParams);
  const query = toReviewQuery(tab, await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.reviews.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <ReviewsInbox />
    </Prefetched>
  );
}
