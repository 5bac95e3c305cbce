"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { DataTable } from "@/components/shared/data-table";
import type { Column } from "@/components/shared/data-table-columns";
import { EmptyState } from "@/components/shared/empty-state";
import { Duration } from "@/components/shared/figures";
import { Pagination } from "@/components/shared/pagination";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { causeWords } from "@/components/triggers/words";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { FiringOutput } from "@/server/triggers/schema";

const pageSize = 50;

const columns: Column<FiringOutput>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-32",
    isLink: true,
    cell: (row) => <StatusBadge kind="fire" status={row.status} />,
  },
  { id: "cause", header: "Why", width: "w-28", cell: (row) => causeWords[row.cause] },
  {
    id: "outcome",
    header: "Outcome",
    narrow: "line",
    cell: (row) => (
      <>
        {row.executionId && (
          <Link
            href={`/executions/${row.executionId}`}
            prefetch={false}
            className="mr-3 underline underline-offset-2"
          >
            Execution
          </Link>
        )}
        <span className="text-ink-muted" title={row.errorMessage ?? undefined}>
          {row.errorMessage}
        </span>
      </>
    ),
  },
  {
    id: "duration",
    header: "Took",
    width: "w-20",
    align: "end",
    narrow: "hide",
    from: "md",
    cell: (row) => <Duration ms={row.durationMs} />,
  },
  {
    id: "fired",
    header: "Fired",
    width: "w-28",
    align: "end",
    cell: (row) => <RelativeTime at={row.firedAt} />,
  },
];

/** Every firing of a trigger, newest first; each leads to its event, or to its execution. */
export function Firings({ triggerId }: { triggerId: string }) {
  const trpc = useTRPC();
  const [page, setPage] = useQueryState("page", clientParsers.parseAsInteger.withDefault(1));
  const offset = (Math.max(1, page) - 1) * pageSize;
  const list = useQuery({
    ...trpc.triggers.firings.queryOptions({ id: triggerId, limit: pageSize, offset }),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title="Firings">
      <DataTable
        label="Firings"
        columns={columns}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        rowKey={(row) => row.id}
        rowHref={(row) => (row.eventId ? `/events/${row.eventId}` : `/triggers/${triggerId}`)}
        isFiltered={false}
        noResults={null}
        empty={
          <EmptyState icon={History} title="It has not fired yet">
            Each firing stands here, with the event and the execution it led to.
          </EmptyState>
        }
      />
      <Pagination
        page={page}
        pageSize={pageSize}
        total={list.data?.total ?? 0}
        onPage={(next) => void setPage(next === 1 ? null : next, { history: "push" })}
      />
    </Section>
  );
}
