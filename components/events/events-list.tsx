"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Zap } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { eventColumns } from "@/components/events/event-columns";
import { describeEventFilters, toEventQuery } from "@/components/events/filters";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const PublishDialog = dynamic(
  () => import("@/components/events/publish-dialog").then((module) => module.PublishDialog),
  { ssr: false },
);
const statuses = listStatuses("event").filter(({ value }) => value !== "dead_letter");

const urlState = describeEventFilters(clientParsers);
const dialogState = clientParsers.parseAsBoolean.withDefault(false);
/** Every event, newest first, filtered by what the URL says. */
export function EventsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.events.list.queryOptions(toEventQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const [isOpen, setOpen] = useQueryState("publish", dialogState);
  const publish = () => void setOpen(true);
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
      <FilterBar noun="events" list={list}>
        <FilterSelect label="Status" all="Any status" {...list.choice("status")} options={statuses} />
        {list.filters.type && (
          <FilterSelect
            label="Type"
            all="Any type"
            {...list.choice("type")}
            options={[{ value: list.filters.type, label: list.filters.type }]}
          />
        )}
      </FilterBar>
      <FilteredTable
        noun="events"
        list={list}
        query={query}
        columns={eventColumns}
        rowHref={(row) => `/events/${row.id}`}
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
      {isOpen && <PublishDialog onClose={() => void setOpen(null)} />}
    </>
  );
}
