import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { loadExecutionFilters, toExecutionQuery } from "@/components/executions/filters";
import { PersonaExecutions } from "@/components/personas/persona-executions";

export const metadata: Metadata = { title: "Executions" };

type PageProps = { params: Promise<{ personaId: string }>; searchParams: Promise<SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const { personaId } = await params;
  const filters = await loadExecutionFilters(searchParams);
  const query = toExecutionQuery({ ...filters, persona: personaId });
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.executions.list.queryOptions(query))]}
    >
      <PersonaExecutions personaId={personaId} />
    </Prefetched>
  );
}
