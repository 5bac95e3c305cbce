import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EnginePage } from "@/components/engine/engine-page";
import { describeRunFilters, toRunQuery } from "@/components/engine/filters";

const loadFilters = nuqs.createLoader(describeRunFilters(nuqs));

export const metadata: Metadata = { title: "Engine" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toRunQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.engine.overview.queryOptions()),
        queryClient.prefetchQuery(trpc.engine.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.engine.functions.queryOptions()),
      ]}
    >
      <EnginePage />
    </Prefetched>
  );
}
