import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EventsList } from "@/components/events/events-list";
import { loadEventFilters, toEventQuery } from "@/components/events/filters";

export const metadata: Metadata = { title: "Events" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = toEventQuery(await loadEventFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [queryClient.prefetchQuery(trpc.events.list.queryOptions(query))]}
    >
      <EventsList />
    </Prefetched>
  );
}
