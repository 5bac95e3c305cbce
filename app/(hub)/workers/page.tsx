import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeWorkerFilters, toWorkerQuery } from "@/components/workers/filters";
import { WorkersList } from "@/components/workers/workers-list";

const loadFilters = nuqs.createLoader(describeWorkerFilters(nuqs));

export const metadata: Metadata = { title: "Workers" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toWorkerQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.workers.list.queryOptions(query))]}
    >
      <WorkersList />
    </Prefetched>
  );
}
