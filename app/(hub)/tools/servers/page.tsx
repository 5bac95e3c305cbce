import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ServersList } from "@/components/mcp-servers/servers-list";
import { describeList, toListQuery } from "@/components/shared/list-query";

const loadFilters = nuqs.createLoader(describeList(nuqs));

export const metadata: Metadata = { title: "MCP servers" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toListQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.mcpServers.list.queryOptions(query))]}
    >
      <ServersList />
    </Prefetched>
  );
}
