import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EventView } from "@/components/events/event-view";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ eventId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { eventId } = await params;
  const { queryClient, trpc } = await createPageQueries();
  const found = await queryClient.fetchQuery(trpc.events.get.queryOptions({ id: eventId })).catch(() => null);
  return { title: found ? `${found.eventType} · Event` : "Event" };
}

export default async function Page({ params }: { params: Params }) {
  const { eventId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.get.queryOptions({ id: eventId })),
        queryClient.prefetchQuery(trpc.executions.list.queryOptions({ eventId, limit: 100 })),
        queryClient.prefetchQuery(trpc.events.audit.queryOptions({ id: eventId })),
        queryClient.prefetchQuery(trpc.events.chain.queryOptions({ id: eventId })),
      ]}
    >
      <EventView eventId={eventId} />
    </Prefetched>
  );
}
