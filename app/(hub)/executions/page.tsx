import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ExecutionsList } from "@/components/executions/executions-list";
import { describeExecutionFilters, toExecutionQuery } from "@/components/executions/filters";
import { PageHeader } from "@/components/shared/page-header";

const loadFilters = nuqs.createLoader(describeExecutionFilters(nuqs));

export const metadata: Metadata = { title: "Executions" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toExecutionQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.executions.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <PageHeader title="Executions" />
      <ExecutionsList />
    </Prefetched>
  );
}
