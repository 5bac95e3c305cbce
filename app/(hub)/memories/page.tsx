import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeMemoryFilters, toMemoryQuery } from "@/components/memories/filters";
import { MemoriesPage } from "@/components/memories/memories-page";

const loadFilters = nuqs.createLoader(describeMemoryFilters(nuqs));

export const metadata: Metadata = { title: "Memories" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toMemoryQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.memories.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <MemoriesPage />
    </Prefetched>
  );
}
