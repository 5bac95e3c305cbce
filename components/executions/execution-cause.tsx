"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { RelativeTime } from "@/components/shared/relative-time";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionDetail } from "@/server/executions/schema";

/** What set an execution off: an event, another execution, or a person. */
export function ExecutionCause({ execution }: { execution: ExecutionDetail }) {
  return (
    <p className="-mt-2 mb-4 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-ink-muted text-table">
      {execution.eventId ? (
        <>
          Caused by <EventCause eventId={execution.eventId} />
        </>
      ) : (
        "Started by hand"
      )}
      {execution.triggerId && (
        <>
          <span aria-hidden>·</span> fired by{" "}
          <CauseLink href={`/triggers/${execution.triggerId}`}>a trigger</CauseLink>
        </>
      )}
      {execution.retryOfExecutionId && (
        <>
          <span aria-hidden>·</span> {execution.attempt > 0 ? "a further attempt after" : "a re-run of"}{" "}
          <CauseLink href={`/executions/${execution.retryOfExecutionId}`}>
            {execution.retryOfExecutionId}
          </CauseLink>
          {execution.attempt === 0 && (
            <>
              <span aria-hidden>·</span>
              <Link
                href={`/executions/compare?a=${execution.retryOfExecutionId}&b=${execution.id}`}
                className="text-ink underline decoration-line-strong underline-offset-2"
              >
                Compare with the first
              </Link>
            </>
          )}
        </>
      )}
      <span aria-hidden>·</span> <RelativeTime at={execution.createdAt} />
    </p>
  );
}

function EventCause({ eventId }: { eventId: string }) {
  const trpc = useTRPC();
  const { data: event } = useQuery(trpc.events.get.queryOptions({ id: eventId }));
  return (
    <>
      <CauseLink href={`/events/${eventId}`}>{event?.eventType ?? eventId}</CauseLink>
      {event?.sourceId && <span className="font-mono text-code">{event.sourceId}</span>}
    </>
  );
}

function CauseLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="font-mono text-code text-ink underline decoration-line-strong underline-offset-2"
    >
      {children}
    </Link>
  );
}
