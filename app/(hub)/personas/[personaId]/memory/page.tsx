import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeMemoryFilters, toMemoryQuery } from "@/components/memories/filters";
import { PersonaMemories } from "@/components/memories/persona-memories";

const loadFilters = nuqs.createLoader(describeMemoryFilters(nuqs));

export const metadata: Metadata = { title: "Memory" };

type PageProps = { params: Promise<{ personaId: string }>; searchParams: Promise<nuqs.SearchParams> };

export default async function Page({ params, searchParams }: PageProps) {
  const { personaId } = await params;
  const query = toMemoryQuery({ ...(await loadFilters(searchParams)), persona: personaId });
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.memories.list.queryOptions(query))]}
    >
      <PersonaMemories personaId={personaId} />
    </Prefetched>
  );
}
