"use client";

import { useQuery } from "@tanstack/react-query";
import { kindWords } from "@/components/reviews/consequences";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { listStatuses } from "@/components/shared/status-looks";
import type { ListFilters } from "@/components/shared/use-list-filters";
import { useTRPC } from "@/lib/trpc";

type Filters = ListFilters<{
  q: string;
  page: number;
  severity: string | null;
  kind: string | null;
  persona: string | null;
}>;

const kindOptions = Object.entries(kindWords).map(([value, label]) => ({ value, label }));

/** Narrows the list by severity, kind and persona. */
export function ReviewFilterBar({ list }: { list: Filters }) {
  const trpc = useTRPC();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  return (
    <FilterBar noun="reviews" list={list}>
      <FilterSelect
        label="Severity"
        all="Any severity"
        {...list.choice("severity")}
        options={listStatuses("severity")}
      />
      <FilterSelect label="Kind" all="Any kind" {...list.choice("kind")} options={kindOptions} />
      <FilterSelect
        label="Persona"
        all="Any persona"
        {...list.choice("persona")}
        options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </FilterBar>
  );
}
