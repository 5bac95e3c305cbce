"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { endpointColumns } from "@/components/endpoints/endpoint-columns";
import {
  describeEndpointFilters,
  noticeNames,
  toEndpointQuery,
  toOptions,
} from "@/components/endpoints/filters";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { WebhooksTabs } from "@/components/webhooks/webhooks-tabs";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewEndpointDialog = dynamic(
  () => import("@/components/endpoints/new-endpoint-dialog").then((module) => module.NewEndpointDialog),
  { ssr: false },
);

const urlState = describeEndpointFilters(clientParsers);

/** Every endpoint outside that is told of what happens here, filtered by what the URL says. */
export function EndpointsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [isNew, setNew] = useQueryState("new", clientParsers.parseAsBoolean.withDefault(false));
  const query = useQuery({
    ...trpc.endpoints.list.queryOptions(toEndpointQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const open = () => void setNew(true);
  return (
    <>
      <PageHeader
        title="Webhooks"
        actions={
          <Button tone="primary" onClick={open}>
            New endpoint
          </Button>
        }
      />
      <WebhooksTabs />
      <FilterBar noun="endpoints" list={list}>
        <FilterSelect
          label="State"
          all="Any state"
          {...list.choice("state")}
          options={listStatuses("endpoint")}
        />
        <FilterSelect
          label="Told of"
          all="Told of anything"
          {...list.choice("type")}
          options={toOptions(noticeNames)}
        />
      </FilterBar>
      <FilteredTable
        noun="endpoints"
        list={list}
        query={query}
        columns={endpointColumns}
        rowHref={(row) => `/webhooks/endpoints/${row.id}`}
        empty={
          <EmptyState
            icon={Send}
            title="Nobody outside is told of anything yet"
            action={<Button onClick={open}>New endpoint</Button>}
          >
            An endpoint is a URL of yours. The hub posts a signed message there when an execution ends, an
            event fails or something is disabled.
          </EmptyState>
        }
      />
      {isNew && <NewEndpointDialog onClose={() => void setNew(null)} />}
    </>
  );
}
