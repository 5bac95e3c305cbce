"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { EventFilters } from "@/components/events/filters";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { listStatuses } from "@/components/shared/status-looks";
import { spanOptions } from "@/components/shared/time-span";
import type { ListFilters } from "@/components/shared/use-list-filters";
import { useTRPC } from "@/lib/trpc";

const statuses = listStatuses("event");

/** What the list of events can be narrowed by. A source, a trigger or a replayed event comes by a link. */
export function EventFilterBar({ list, children }: { list: ListFilters<EventFilters>; children: ReactNode }) {
  const trpc = useTRPC();
  const seen = useQuery(trpc.events.seenTypes.queryOptions());
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const types = withChosen(list.filters.type, seen.data?.map(({ eventType }) => eventType) ?? []);
  return (
    <FilterBar noun="events" list={list}>
      <FilterSelect label="Status" all="Any status" {...list.choice("status")} options={statuses} />
      <FilterSelect label="Type" all="Any type" {...list.choice("type")} options={types.map(toOption)} />
      <FilterSelect
        label="Persona"
        all="Any persona"
        {...list.choice("persona")}
        options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <FilterSelect label="Time" all="Any time" {...list.choice("within")} options={spanOptions} />
      <Linked list={list} name="source" label="Source" all="Any source" />
      <Linked list={list} name="trigger" label="Trigger" all="Any trigger" />
      <Linked list={list} name="replaysOf" label="Replays of" all="Replays or not" />
      {children}
    </FilterBar>
  );
}

type LinkedProps = {
  list: ListFilters<EventFilters>;
  name: "source" | "trigger" | "replaysOf";
  label: string;
  all: string;
};

/** A filter that is set by a link alone: shown while it is, to be taken off. */
function Linked({ list, name, label, all }: LinkedProps) {
  const { value, onValue } = list.choice(name);
  if (value === null) return null;
  return <FilterSelect label={label} all={all} value={value} onValue={onValue} options={[toOption(value)]} />;
}

/** The chosen type stays a choice when no event of late had it. */
function withChosen(chosen: string | null, types: string[]): string[] {
  return chosen === null || types.includes(chosen) ? types : [chosen, ...types];
}

function toOption(value: string) {
  return { value, label: value };
}
