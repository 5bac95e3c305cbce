"use client";

import { useQuery } from "@tanstack/react-query";
import { EventActions } from "@/components/events/event-actions";
import { EventChain } from "@/components/events/event-chain";
import { EventExecutions } from "@/components/events/event-executions";
import { EventFacts } from "@/components/events/event-facts";
import { EventMatches } from "@/components/events/event-matches";
import { EventPayload } from "@/components/events/event-payload";
import { EventFault, EventSummary } from "@/components/events/event-summary";
import { EventTimeline } from "@/components/events/event-timeline";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

/** One event: what it carried, what became of it, and which executions it caused. */
export function EventView({ eventId }: { eventId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.events.get.queryOptions({ id: eventId }));
  if (query.data) return <LoadedEvent event={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found") {
    return <NotThere noun="event" id={eventId} listHref="/events" listLabel="Events" />;
  }
  return <ErrorState what="The event" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedEvent({ event }: { event: EventOutput }) {
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{event.eventType}</span>}
        back={{ href: "/events", label: "events" }}
        actions={<EventActions event={event} />}
      >
        <EventSummary event={event} />
      </PageHeader>
      <EventFault event={event} />
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <EventExecutions event={event} />
          <EventPayload event={event} />
          <EventMatches eventId={event.id} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <EventTimeline event={event} />
          <EventChain event={event} />
          <EventFacts event={event} />
        </div>
      </div>
    </>
  );
}
