"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EventStrip } from "@/components/now/event-strip";
import { ErrorState } from "@/components/shared/error-state";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** The events of the last hour by the minute, and the latest of them. */
export function RecentEvents() {
  const trpc = useTRPC();
  const events = useQuery(trpc.events.list.queryOptions({ limit: 12 }));
  return (
    <Section
      title="Events"
      action={
        <Link href="/events" className="text-table underline underline-offset-2">
          All events
        </Link>
      }
    >
      <EventStrip />
      {events.error && !events.data && (
        <ErrorState what="Events" error={events.error} onRetry={() => void events.refetch()} />
      )}
      {!events.data && !events.error && <Skeleton className="mt-3 h-40 w-full" />}
      {events.data?.items.length === 0 && <p className="py-4 text-ink-muted">None has arrived yet.</p>}
      <ul>
        {events.data?.items.map((event) => (
          <li
            key={event.id}
            className="row-appear flex min-h-9 items-center gap-3 border-line border-b py-1 text-table last:border-b-0"
          >
            <span className="w-24 shrink-0">
              <StatusBadge kind="event" status={event.status} />
            </span>
            <Link
              href={`/events/${event.id}`}
              prefetch={false}
              className="min-w-0 flex-1 truncate font-mono text-code hover:underline"
            >
              {event.eventType}
            </Link>
            <span className="text-ink-muted">
              <RelativeTime at={event.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
