"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Ear } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { BulkBar } from "@/components/shared/bulk-bar";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { useSelection } from "@/components/shared/use-selection";
import { describeSubscriptionFilters, toSubscriptionQuery } from "@/components/subscriptions/filters";
import { subscriptionColumns } from "@/components/subscriptions/subscription-columns";
import { useSubscriptionActs } from "@/components/subscriptions/use-subscription-acts";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);
const states = [
  { value: "on", label: "Listening" },
  { value: "off", label: "Disabled" },
];

const urlState = describeSubscriptionFilters(clientParsers);
/** Every subscription of every persona, filtered by what the URL says. */
export function SubscriptionsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.subscriptions.listAll.queryOptions(toSubscriptionQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const types = useQuery(trpc.events.seenTypes.queryOptions());
  const selection = useSelection();
  const { change } = useSubscriptionActs();
  const [isDeleting, setDeleting] = useState(false);
  const ids = (query.data?.items ?? []).filter(({ id }) => selection.ids.has(id)).map(({ id }) => id);
  const act = (name: "enable" | "disable" | "delete") =>
    change.mutate(
      { act: name, ids },
      {
        onSuccess: () => {
          selection.clear();
          setDeleting(false);
        },
        // The open dialog says itself why nothing was deleted.
        ...(name !== "delete" && { onError: toastFailure("The subscriptions were not changed") }),
      },
    );
  const seenTypes = (types.data ?? []).map(({ eventType }) => eventType);
  const { type } = list.filters;
  return (
    <>
      <PageHeader
        title="Subscriptions"
        actions={
          <ButtonLink tone="primary" href="/subscriptions/new">
            New subscription
          </ButtonLink>
        }
      />
      <FilterBar noun="subscriptions" list={list}>
        <FilterSelect
          label="Persona"
          all="Any persona"
          {...list.choice("persona")}
          options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FilterSelect
          label="Event type"
          all="Any type"
          {...list.choice("type")}
          options={[...new Set([...(type ? [type] : []), ...seenTypes])].map((each) => ({
            value: each,
            label: each,
          }))}
        />
        <FilterSelect label="State" all="Any state" {...list.choice("state")} options={states} />
      </FilterBar>
      <FilteredTable
        noun="subscriptions"
        list={list}
        query={query}
        columns={subscriptionColumns}
        rowHref={(row) => `/subscriptions/${row.id}`}
        selection={{ ...selection, label: (row) => `${row.eventType}, ${row.personaName}` }}
        empty={
          <EmptyState
            icon={Ear}
            title="Nobody listens yet"
            action={<ButtonLink href="/subscriptions/new">New subscription</ButtonLink>}
          >
            A subscription sets a persona to work whenever an event of its type arrives.
          </EmptyState>
        }
      />
      <BulkBar noun="subscriptions" count={ids.length} onClear={selection.clear}>
        <Button onClick={() => act("enable")}>Enable {ids.length}</Button>
        <Button onClick={() => act("disable")}>Disable {ids.length}</Button>
        <Button onClick={() => setDeleting(true)}>Delete {ids.length}</Button>
      </BulkBar>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete ${ids.length} subscriptions?`}
          act="Delete subscriptions"
          isPending={change.isPending}
          error={change.error}
          onConfirm={() => act("delete")}
          onClose={() => setDeleting(false)}
        >
          Their personas no longer react to these events. What they have done stays.
        </ConfirmDialog>
      )}
    </>
  );
}
