import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeExecutionFilters, toExecutionQuery } from "@/components/executions/filters";
import { PersonaExecutions } from "@/components/personas/persona-executions";

const loadFilters = nuqs.createLoader(describeExecutionFilters(nuqs));

export const metadata: Metadata = { title: "Executions" };

type PageProps = { params: Promise<{ personaId: string }>; searchParams: Promise<nuqs.SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const { personaId } = await params;
  const filters = await loadFilters(searchParams);
  const query = toExecutionQuery({ ...filters, persona: personaId });
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.executions.list.queryOptions(query))]}
    >
      <PersonaExecutions personaId={personaId} />
    </Prefetched>
  );
}
