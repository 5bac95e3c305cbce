"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { RotateCcw, Zap } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { listEventColumns } from "@/components/events/event-columns";
import { EventFilterBar } from "@/components/events/event-filter-bar";
import { describeEventFilters, toEventFilter, toEventQuery } from "@/components/events/filters";
import { nameEvents } from "@/components/events/use-event-acts";
import { useReach } from "@/components/events/use-reach";
import { BulkBar } from "@/components/shared/bulk-bar";
import { EmptyState } from "@/components/shared/empty-state";
import { FilteredTable } from "@/components/shared/filtered-table";
import { isWideEnough, SplitPane } from "@/components/shared/split-pane";
import { useListFilters } from "@/components/shared/use-list-filters";
import { useSelection } from "@/components/shared/use-selection";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { EventOutput } from "@/server/events/schema";

const EventPane = dynamic(() => import("@/components/events/event-pane").then((module) => module.EventPane), {
  ssr: false,
});
const ReplayDialog = dynamic(
  () => import("@/components/events/replay-dialog").then((module) => module.ReplayDialog),
  { ssr: false },
);

const urlState = describeEventFilters(clientParsers);

/** Every event, newest first, filtered by what the URL says; on wide screens one is read beside the list. */
export function EventsList({ onPublish }: { onPublish: () => void }) {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.events.list.queryOptions(toEventQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const reach = useReach(query.data?.items);
  const selection = useSelection();
  const [openId, setOpenId] = useQueryState("event", clientParsers.parseAsString);
  const [isReplaying, setReplaying] = useState<"marked" | "matching" | null>(null);
  const close = useCallback(() => void setOpenId(null), [setOpenId]);
  const open = ({ id }: EventOutput) => {
    if (!isWideEnough()) return false;
    void setOpenId(id);
    return true;
  };
  const total = query.data?.total ?? 0;
  const ids = [...selection.ids];
  return (
    <>
      <EventFilterBar list={list}>
        {list.isFiltered && total > 0 && (
          <Button tone="quiet" className="ml-auto" onClick={() => setReplaying("matching")}>
            <RotateCcw aria-hidden className="size-3.5" /> Replay all that match
          </Button>
        )}
      </EventFilterBar>
      <SplitPane
        label="Event"
        href={`/events/${openId}`}
        detail={openId && <EventPane key={openId} eventId={openId} />}
        onClose={close}
      >
        <FilteredTable
          noun="events"
          list={list}
          query={query}
          columns={listEventColumns(reach, { isNarrow: openId !== null })}
          selection={{ ...selection, label: (row) => `${row.eventType}, ${row.status}` }}
          rowHref={(row) => `/events/${row.id}`}
          onOpen={open}
          openKey={openId}
          empty={
            <EmptyState
              icon={Zap}
              title="No event has arrived yet"
              action={<Button onClick={onPublish}>Publish event</Button>}
            >
              Webhooks put events here the moment they are received. You can also publish one by hand.
            </EmptyState>
          }
        >
          <BulkBar noun="events" count={ids.length} onClear={selection.clear}>
            <Button onClick={() => setReplaying("marked")}>Replay {nameEvents(ids.length)}</Button>
          </BulkBar>
        </FilteredTable>
      </SplitPane>
      {isReplaying && (
        <ReplayDialog
          of={isReplaying === "marked" ? { ids } : { filter: toEventFilter(list.filters) }}
          onClose={() => setReplaying(null)}
          onDone={() => {
            setReplaying(null);
            selection.clear();
          }}
        />
      )}
    </>
  );
}
