import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { NewTrigger } from "@/components/triggers/new-trigger";

const types = ["schedule", "webhook", "chain", "manual", "polling"] as const;
const loadGiven = nuqs.createLoader({
  personaId: nuqs.parseAsString.withDefault(""),
  type: nuqs.parseAsStringLiteral(types).withDefault("schedule"),
});

export const metadata: Metadata = { title: "New trigger" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const { personaId, type } = await loadGiven(searchParams);
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <NewTrigger personaId={personaId} triggerType={type} />
    </Prefetched>
  );
}
