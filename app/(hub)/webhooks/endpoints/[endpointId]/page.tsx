import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EndpointView } from "@/components/endpoints/endpoint-view";
import { describeMessageFilters, toMessageQuery } from "@/components/endpoints/filters";

const loadFilters = nuqs.createLoader(describeMessageFilters(nuqs));

export const metadata: Metadata = { title: "Endpoint" };

type Props = { params: Promise<{ endpointId: string }>; searchParams: Promise<nuqs.SearchParams> };

export default async function Page({ params, searchParams }: Props) {
  const { endpointId } = await params;
  const query = toMessageQuery(endpointId, await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.endpoints.get.queryOptions({ id: endpointId })),
        queryClient.prefetchQuery(trpc.endpoints.listMessages.queryOptions(query)),
        queryClient.prefetchQuery(trpc.endpoints.noticeTypes.queryOptions()),
      ]}
    >
      <EndpointView endpointId={endpointId} />
    </Prefetched>
  );
}
