"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Webhook } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useNow } from "@/components/shared/clock";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { ButtonLink } from "@/components/ui/button-link";
import { deliveryColumns } from "@/components/webhooks/delivery-columns";
import { describeDeliveryFilters, toDeliveryQuery } from "@/components/webhooks/filters";
import { WebhooksTabs } from "@/components/webhooks/webhooks-tabs";
import { providerWords, reasonWords, toOptions } from "@/components/webhooks/words";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const urlState = describeDeliveryFilters(clientParsers);
const times = { hour: "Last hour", day: "Last day", week: "Last week" };

/** Everything that came to a webhook door, newest first, filtered by what the URL says. */
export function DeliveriesList() {
  const trpc = useTRPC();
  const now = useNow();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.webhooks.listDeliveries.queryOptions(toDeliveryQuery(list.filters, now)),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  return (
    <>
      <PageHeader title="Webhooks" />
      <WebhooksTabs />
      <FilterBar noun="deliveries" list={list}>
        <FilterSelect
          label="From"
          all="Any sender"
          {...list.choice("provider")}
          options={toOptions(providerWords)}
        />
        <FilterSelect
          label="Status"
          all="Any status"
          {...list.choice("status")}
          options={listStatuses("delivery")}
        />
        <FilterSelect
          label="Reason"
          all="Any reason"
          {...list.choice("reason")}
          options={toOptions(reasonWords)}
        />
        <FilterSelect label="Received" all="Any time" {...list.choice("within")} options={toOptions(times)} />
      </FilterBar>
      <FilteredTable
        noun="deliveries"
        list={list}
        query={query}
        columns={deliveryColumns}
        rowHref={(row) => `/webhooks/deliveries/${row.id}`}
        empty={
          <EmptyState
            icon={Webhook}
            title="Nothing has come to a webhook yet"
            action={<ButtonLink href="/webhooks/receivers">Set up a receiver</ButtonLink>}
          >
            Every request to a webhook address stands here, accepted or not, with the reason.
          </EmptyState>
        }
      />
    </>
  );
}
