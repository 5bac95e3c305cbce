"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { EventExecutions } from "@/components/events/event-executions";
import { EventFacts } from "@/components/events/event-facts";
import { EventPayload } from "@/components/events/event-payload";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

const PublishDialog = dynamic(
  () => import("@/components/events/publish-dialog").then((module) => module.PublishDialog),
  { ssr: false },
);

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
  const [isPublishing, setPublishing] = useState(false);
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{event.eventType}</span>}
        back={{ href: "/events", label: "events" }}
        actions={
          <Button onClick={() => setPublishing(true)}>
            <Copy aria-hidden className="size-3.5" /> Publish a copy
          </Button>
        }
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <StatusBadge kind="event" status={event.status} />
          <span>
            {event.sourceType}{" "}
            {event.sourceId && <span className="font-mono text-code">{event.sourceId}</span>}
          </span>
          <span className="text-ink-muted">
            <RelativeTime at={event.createdAt} />
          </span>
        </div>
      </PageHeader>
      {event.errorMessage && (
        <p className="mb-5 rounded-md bg-failed-tint px-3 py-2.5">{event.errorMessage}</p>
      )}
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <EventExecutions event={event} />
          <EventPayload event={event} />
        </div>
        <EventFacts event={event} />
      </div>
      {isPublishing && <PublishDialog draft={toDraft(event)} onClose={() => setPublishing(false)} />}
    </>
  );
}

function toDraft(event: EventOutput) {
  return {
    eventType: event.eventType,
    sourceType: event.sourceType,
    sourceId: event.sourceId ?? "",
    targetPersonaId: event.targetPersonaId ?? "",
    payload: event.payload ?? "",
  };
}
