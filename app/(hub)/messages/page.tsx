import type { Metadata } from "next";
import * as nuqs from "nuqs/server";
import { Prefetched } from "@/app/(hub)/prefetched";
import { describeMessageFilters, toMessageQuery } from "@/components/messages/filters";
import { MessagesPage } from "@/components/messages/messages-page";

const loadFilters = nuqs.createLoader(describeMessageFilters(nuqs));

export const metadata: Metadata = { title: "Messages" };

export default async function Page({ searchParams }: { searchParams: Promise<nuqs.SearchParams> }) {
  const query = toMessageQuery(await loadFilters(searchParams));
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.messages.list.queryOptions(query)),
        queryClient.prefetchQuery(trpc.messages.unreadCount.queryOptions()),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <MessagesPage />
    </Prefetched>
  );
}
