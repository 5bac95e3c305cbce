"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { eventColumns } from "@/components/events/event-columns";
import { describeEventFilters, pageSize, toEventQuery } from "@/components/events/filters";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState, NoResults } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { PageHeader } from "@/components/shared/page-header";
import { Pagination } from "@/components/shared/pagination";
import { listStatuses } from "@/components/shared/status-looks";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const PublishDialog = dynamic(
  () => import("@/components/events/publish-dialog").then((module) => module.PublishDialog),
  { ssr: false },
);
const statuses = listStatuses("event").filter(({ value }) => value !== "dead_letter");

const urlState = describeEventFilters(clientParsers);
/** Every event, newest first, filtered by what the URL says. */
export function EventsList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(urlState);
  const list = useQuery({
    ...trpc.events.list.queryOptions(toEventQuery(filters)),
    placeholderData: keepPreviousData,
  });
  const isFiltered = Boolean(filters.q || filters.type || filters.status);
  const clear = () => void setFilters(null);
  const onText = useCallback((q: string) => void setFilters({ q: q || null, page: null }), [setFilters]);
  const publish = () => void setFilters({ publish: true });
  return (
    <>
      <PageHeader
        title="Events"
        actions={
          <Button tone="primary" onClick={publish}>
            Publish event
          </Button>
        }
      />
      <FilterBar noun="events" text={filters.q} onText={onText} isFiltered={isFiltered} onClear={clear}>
        <FilterSelect
          label="Status"
          all="Any status"
          value={filters.status}
          onValue={(status) => void setFilters({ status: status as typeof filters.status, page: null })}
          options={statuses}
        />
        {filters.type && (
          <FilterSelect
            label="Type"
            all="Any type"
            value={filters.type}
            onValue={(type) => void setFilters({ type, page: null })}
            options={[{ value: filters.type, label: filters.type }]}
          />
        )}
      </FilterBar>
      <DataTable
        label="Events"
        columns={eventColumns}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        rowKey={(row) => row.id}
        rowHref={(row) => `/events/${row.id}`}
        isFiltered={isFiltered}
        noResults={<NoResults noun="events" onClear={clear} />}
        empty={
          <EmptyState
            icon={Zap}
            title="No event has arrived yet"
            action={<Button onClick={publish}>Publish event</Button>}
          >
            Webhooks put events here the moment they are received. You can also publish one by hand.
          </EmptyState>
        }
      />
      <Pagination
        page={filters.page}
        pageSize={pageSize}
        total={list.data?.total ?? 0}
        onPage={(page) => void setFilters({ page: page === 1 ? null : page }, { history: "push" })}
      />
      {filters.publish && <PublishDialog onClose={() => void setFilters({ publish: null })} />}
    </>
  );
}
