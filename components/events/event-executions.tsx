"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleMinus } from "lucide-react";
import { listExecutionColumns } from "@/components/executions/execution-columns";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState } from "@/components/shared/empty-state";
import { Section } from "@/components/shared/section";
import { ButtonLink } from "@/components/ui/button-link";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

const columns = listExecutionColumns({ hasPersona: true }).filter(
  ({ id }) => id !== "cause" && id !== "tokens",
);

/** The executions that an event set off. */
export function EventExecutions({ event }: { event: EventOutput }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.executions.list.queryOptions({ eventId: event.id, limit: 100 }));
  return (
    <Section title="Executions it caused">
      <DataTable
        label="Executions"
        columns={columns}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey={(row) => row.id}
        rowHref={(row) => `/executions/${row.id}`}
        isFiltered={false}
        noResults={null}
        empty={<NoExecutions event={event} />}
      />
    </Section>
  );
}

function NoExecutions({ event }: { event: EventOutput }) {
  if (event.status === "pending" || event.status === "processing") {
    return (
      <p className="animate-pulse py-8 text-center text-ink-muted">Looking for personas that listen to it…</p>
    );
  }
  return (
    <EmptyState
      icon={CircleMinus}
      title="No persona reacted"
      action={<ButtonLink href="/personas">Go to personas</ButtonLink>}
    >
      None that is enabled listens to <code className="font-mono text-code">{event.eventType}</code>
      {event.sourceId ? " from this source" : ""}. Subscribe one under its tab “Listens to”.
    </EmptyState>
  );
}
