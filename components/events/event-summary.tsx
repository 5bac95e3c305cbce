import Link from "next/link";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { EventOutput } from "@/server/events/schema";

/** How an event stands, where it came from and when, in a line; what went wrong beneath. */
export function EventSummary({ event }: { event: EventOutput }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
      <StatusBadge kind="event" status={event.status} />
      <span>
        {event.sourceType} {event.sourceId && <span className="font-mono text-code">{event.sourceId}</span>}
      </span>
      {event.triggerId && (
        <Link href={`/triggers/${event.triggerId}`} className="underline underline-offset-2">
          fired by a trigger
        </Link>
      )}
      {event.replayOfEventId && (
        <Link href={`/events/${event.replayOfEventId}`} className="underline underline-offset-2">
          a replay
        </Link>
      )}
      <span className="text-ink-muted">
        <RelativeTime at={event.createdAt} />
      </span>
    </div>
  );
}

/** Why an event failed, was skipped by the guard, or became a dead letter. */
export function EventFault({ event }: { event: EventOutput }) {
  if (!event.errorMessage) return null;
  return <p className="mb-5 rounded-md bg-failed-tint px-3 py-2.5">{event.errorMessage}</p>;
}
