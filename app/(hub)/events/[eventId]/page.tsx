import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { EventView } from "@/components/events/event-view";

export const metadata: Metadata = { title: "Event" };

export default async function Page({ params }: { params: Promise<{ eventId: string }> }) {
  const { eventId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.events.get.queryOptions({ id: eventId })),
        queryClient.prefetchQuery(trpc.executions.list.queryOptions({ eventId, limit: 100 })),
      ]}
    >
      <EventView eventId={eventId} />
    </Prefetched>
  );
}
