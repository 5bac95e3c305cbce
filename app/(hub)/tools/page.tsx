import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeToolFilters, toToolQuery } from "@/components/tools/filters";
import { ToolsList } from "@/components/tools/tools-list";

const loadFilters = nuqs.createLoader(describeToolFilters(nuqs));

export const metadata: Metadata = { title: "Tools" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toToolQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.tools.list.queryOptions(query))]}
    >
      <ToolsList />
    </Prefetched>
  );
}
