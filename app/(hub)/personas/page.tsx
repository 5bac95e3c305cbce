import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describePersonaFilters, toPersonaQuery } from "@/components/personas/filters";
import { PersonasList } from "@/components/personas/personas-list";

const loadFilters = nuqs.createLoader(describePersonaFilters(nuqs));

export const metadata: Metadata = { title: "Personas" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toPersonaQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.personas.list.queryOptions(query))]}
    >
      <PersonasList />
    </Prefetched>
  );
}
