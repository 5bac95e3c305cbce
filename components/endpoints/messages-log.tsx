"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Inbox, RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import {
  describeMessageFilters,
  messageNames,
  toMessageQuery,
  toOptions,
} from "@/components/endpoints/filters";
import { messageColumns } from "@/components/endpoints/message-columns";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { Section } from "@/components/shared/section";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { EndpointOutput } from "@/server/endpoints/schema";

const ResendFailedDialog = dynamic(
  () => import("@/components/endpoints/resend-failed-dialog").then((module) => module.ResendFailedDialog),
  { ssr: false },
);

const urlState = describeMessageFilters(clientParsers);

/** What an endpoint was sent, newest first, filtered by what the URL says. */
export function MessagesLog({ endpoint }: { endpoint: EndpointOutput }) {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [isAsking, setAsking] = useState(false);
  const query = useQuery({
    ...trpc.endpoints.listMessages.queryOptions(toMessageQuery(endpoint.id, list.filters)),
    placeholderData: keepPreviousData,
  });
  const resend = (
    <Button
      onClick={() => setAsking(true)}
      disabled={!endpoint.enabled}
      title={endpoint.enabled ? undefined : "Enable the endpoint first"}
    >
      <RotateCw aria-hidden className="size-3.5" /> Resend failed
    </Button>
  );
  return (
    <Section title="Messages" action={resend}>
      <div className="pt-3">
        <FilterBar noun="messages by id" list={list}>
          <FilterSelect
            label="Status"
            all="Any status"
            {...list.choice("status")}
            options={listStatuses("message")}
          />
          <FilterSelect
            label="Type"
            all="Any type"
            {...list.choice("type")}
            options={toOptions(messageNames)}
          />
        </FilterBar>
        <FilteredTable
          noun="messages"
          list={list}
          query={query}
          columns={messageColumns}
          rowHref={(row) => `/webhooks/endpoints/${row.endpointId}/${row.id}`}
          empty={
            <EmptyState icon={Inbox} title="Nothing was sent here yet">
              Messages stand here from the moment something happens that this endpoint is told of. Send a test
              to see one.
            </EmptyState>
          }
        />
      </div>
      {isAsking && <ResendFailedDialog endpoint={endpoint} onClose={() => setAsking(false)} />}
    </Section>
  );
}
