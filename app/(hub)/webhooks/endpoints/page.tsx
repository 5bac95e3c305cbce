import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EndpointsList } from "@/components/endpoints/endpoints-list";
import { describeEndpointFilters, toEndpointQuery } from "@/components/endpoints/filters";

const loadFilters = nuqs.createLoader(describeEndpointFilters(nuqs));

export const metadata: Metadata = { title: "Outgoing webhooks" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toEndpointQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.endpoints.list.queryOptions(query))]}
    >
      <EndpointsList />
    </Prefetched>
  );
}
