import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { loadPersonaFilters, toPersonaQuery } from "@/components/personas/filters";
import { PersonasList } from "@/components/personas/personas-list";

export const metadata: Metadata = { title: "Personas" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = toPersonaQuery(await loadPersonaFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.personas.list.queryOptions(query))]}
    >
      <PersonasList />
    </Prefetched>
  );
}
