import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { NewSubscription } from "@/components/subscriptions/new-subscription";

const text = nuqs.parseAsString.withDefault("");
const loadGiven = nuqs.createLoader({ personaId: text, eventType: text });

export const metadata: Metadata = { title: "New subscription" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const given = await loadGiven(searchParams);
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
        queryClient.prefetchQuery(trpc.events.seenTypes.queryOptions()),
      ]}
    >
      <NewSubscription {...given} />
    </Prefetched>
  );
}
