import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeTriggerFilters, toTriggerQuery } from "@/components/triggers/filters";
import { TriggersList } from "@/components/triggers/triggers-list";

const loadFilters = nuqs.createLoader(describeTriggerFilters(nuqs));

export const metadata: Metadata = { title: "Triggers" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toTriggerQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.triggers.list.queryOptions(query))]}
    >
      <TriggersList />
    </Prefetched>
  );
}
