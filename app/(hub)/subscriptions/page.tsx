import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeSubscriptionFilters, toSubscriptionQuery } from "@/components/subscriptions/filters";
import { SubscriptionsList } from "@/components/subscriptions/subscriptions-list";

const loadFilters = nuqs.createLoader(describeSubscriptionFilters(nuqs));

export const metadata: Metadata = { title: "Subscriptions" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toSubscriptionQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.subscriptions.listAll.queryOptions(query)),
      ]}
    >
      <SubscriptionsList />
    </Prefetched>
  );
}
