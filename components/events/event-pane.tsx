"use client";

import { useQuery } from "@tanstack/react-query";
import { EventActions } from "@/components/events/event-actions";
import { EventChain } from "@/components/events/event-chain";
import { EventFacts } from "@/components/events/event-facts";
import { EventMatches } from "@/components/events/event-matches";
import { EventPayload } from "@/components/events/event-payload";
import { EventReached } from "@/components/events/event-reached";
import { EventFault, EventSummary } from "@/components/events/event-summary";
import { EventTimeline } from "@/components/events/event-timeline";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { useTRPC } from "@/lib/trpc";

/** An event beside the list it stands in: the same parts as on its page, one under another. */
export function EventPane({ eventId }: { eventId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.events.get.queryOptions({ id: eventId }));
  if (!query.data && query.error)
    return <ErrorState what="The event" error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <DetailSkeleton />;
  const event = query.data;
  return (
    <>
      <h2 className="mb-2 min-w-0 break-all pt-1 font-mono font-semibold text-title">{event.eventType}</h2>
      <EventSummary event={event} />
      <div className="mt-3 mb-4 flex flex-wrap gap-2">
        <EventActions event={event} />
      </div>
      <EventFault event={event} />
      <div className="flex flex-col gap-6">
        <EventReached event={event} />
        <EventTimeline event={event} />
        <EventPayload event={event} />
        <EventChain event={event} />
        <EventMatches eventId={event.id} />
        <EventFacts event={event} />
      </div>
    </>
  );
}
