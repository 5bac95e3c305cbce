import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { DeliveriesList } from "@/components/webhooks/deliveries-list";
import { describeDeliveryFilters, toDeliveryQuery } from "@/components/webhooks/filters";

const loadFilters = nuqs.createLoader(describeDeliveryFilters(nuqs));

export const metadata: Metadata = { title: "Webhook deliveries" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toDeliveryQuery(await loadFilters(searchParams), Date.now());
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.listDeliveries.queryOptions(query)),
      ]}
    >
      <DeliveriesList />
    </Prefetched>
  );
}
