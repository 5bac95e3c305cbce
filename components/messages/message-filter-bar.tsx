"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { MessageFilters } from "@/components/messages/filters";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { listStatuses } from "@/components/shared/status-looks";
import type { ListFilters } from "@/components/shared/use-list-filters";
import { useTRPC } from "@/lib/trpc";

/** What the inbox can be narrowed by. */
export function MessageFilterBar({
  list,
  children,
}: {
  list: ListFilters<MessageFilters>;
  children?: ReactNode;
}) {
  const trpc = useTRPC();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  return (
    <FilterBar noun="messages" list={list}>
      <FilterSelect label="State" all="Read or not" {...list.choice("state")} options={states} />
      <FilterSelect
        label="Persona"
        all="Any persona"
        {...list.choice("persona")}
        options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FilterSelect
        label="Priority"
        all="Any priority"
        {...list.choice("priority")}
        options={listStatuses("priority")}
      />
      <FilterSelect
        label="Type"
        all="Any type"
        {...list.choice("type")}
        options={listStatuses("contentType")}
      />
      {children}
    </FilterBar>
  );
}

const states = [
  { value: "unread", label: "Unread" },
  { value: "read", label: "Read" },
];
