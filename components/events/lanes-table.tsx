"use client";

import Link from "next/link";
import { useState } from "react";
import { DataTable } from "@/components/shared/data-table";
import type { Column } from "@/components/shared/data-table-columns";
import { Duration, Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { ExecutionStatus } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import type { EventLanes, ReachedExecution } from "@/server/events/schema";

const firstShown = 25;

/** The executions of the lanes as a table, for whom a drawing says little. */
export function LanesTable({ data }: { data: EventLanes }) {
  const [isAll, setAll] = useState(false);
  const typeOf = new Map(data.events.map(({ id, eventType }) => [id, eventType]));
  const { executions } = data;
  const shown = isAll ? executions : executions.slice(0, firstShown);
  return (
    <Section title="Executions in this time" className="mt-6">
      <DataTable
        label="Executions in this time"
        columns={listColumns(typeOf)}
        rows={shown}
        error={null}
        onRetry={() => undefined}
        rowKey={(row) => row.id}
        rowHref={(row) => `/executions/${row.id}`}
        isFiltered={false}
        noResults={null}
        empty={<p className="py-4 text-ink-muted">None of these events reached a persona.</p>}
      />
      {shown.length < executions.length && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show all {executions.length}
        </Button>
      )}
    </Section>
  );
}

function listColumns(typeOf: Map<string, string>): Column<ReachedExecution>[] {
  return [
    {
      id: "status",
      header: "Status",
      width: "w-38",
      cell: (row) => <ExecutionStatus status={row.status} waitingFor={row.waitingFor} />,
    },
    {
      id: "persona",
      header: "Persona",
      isLink: true,
      cell: (row) => <span className="font-semibold">{row.personaName}</span>,
    },
    {
      id: "event",
      header: "Caused by",
      narrow: "hide",
      cell: (row) =>
        row.eventId ? (
          <Link href={`/events/${row.eventId}`} prefetch={false} className="hover:underline">
            <Figure>{typeOf.get(row.eventId) ?? row.eventId}</Figure>
          </Link>
        ) : (
          <span className="text-ink-muted">By hand</span>
        ),
    },
    { id: "made", header: "Created", width: "w-28", cell: (row) => <RelativeTime at={row.createdAt} /> },
    {
      id: "waited",
      header: "Waited",
      width: "w-24",
      align: "end",
      narrow: "hide",
      cell: (row) => <Duration ms={span(row.createdAt, row.startedAt)} />,
    },
    {
      id: "ran",
      header: "Ran",
      width: "w-24",
      align: "end",
      cell: (row) => <Duration ms={row.startedAt === null ? null : span(row.startedAt, row.completedAt)} />,
    },
  ];
}

function span(from: string, to: string | null): number | null {
  return to === null ? null : Math.max(0, Date.parse(to) - Date.parse(from));
}
