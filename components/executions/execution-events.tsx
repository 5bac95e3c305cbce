"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { useTRPC } from "@/lib/trpc";

const shown = 20;

/** The events that an execution emitted or set off. Left out while there is none. */
export function ExecutionEvents({ executionId }: { executionId: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.events.list.queryOptions({ causedByExecutionId: executionId, limit: shown }),
  );
  if (!data || data.total === 0) return null;
  return (
    <Section title="Events" note={data.total > shown ? `the latest ${shown} of ${data.total}` : data.total}>
      <ul className="pt-1 text-table">
        {data.items.map(({ id, eventType, status }) => (
          <li
            key={id}
            className="row-appear flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1 border-line border-b py-1 last:border-b-0"
          >
            <StatusBadge kind="event" status={status} />
            <Link
              href={`/events/${id}`}
              prefetch={false}
              className="min-w-0 break-all font-mono text-code hover:underline"
            >
              {eventType}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
