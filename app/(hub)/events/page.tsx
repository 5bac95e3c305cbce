import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EventsPage } from "@/components/events/events-page";
import { describeEventFilters, toEventQuery } from "@/components/events/filters";

const loadFilters = nuqs.createLoader(describeEventFilters(nuqs));

export const metadata: Metadata = { title: "Events" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toEventQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.events.seenTypes.queryOptions()),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <EventsPage />
    </Prefetched>
  );
}
