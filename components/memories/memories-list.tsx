"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Brain } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import {
  categoryOptions,
  describeMemoryFilters,
  levelOptions,
  sortOptions,
  toMemoryQuery,
} from "@/components/memories/filters";
import { listMemoryColumns } from "@/components/memories/memory-columns";
import { PersonaFilter } from "@/components/memories/persona-filter";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { useListFilters } from "@/components/shared/use-list-filters";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const MemoryDialog = dynamic(
  () => import("@/components/memories/memory-dialog").then((module) => module.MemoryDialog),
  { ssr: false },
);

const urlState = describeMemoryFilters(clientParsers);

type MemoriesListProps = {
  /** Whose; null for everybody's. */
  personaId: string | null;
  /** Adds one. */
  add: ReactNode;
};

/** What personas remember, filtered by what the URL says; one is read and changed in a dialog. */
export function MemoriesList({ personaId, add }: MemoriesListProps) {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const { filters } = list;
  const query = useQuery({
    ...trpc.memories.list.queryOptions(toMemoryQuery({ ...filters, persona: personaId ?? filters.persona })),
    placeholderData: keepPreviousData,
  });
  const [openId, setOpenId] = useQueryState("memory", clientParsers.parseAsString);
  const base = personaId ? `/personas/${personaId}/memory` : "/memories";
  return (
    <>
      <FilterBar noun="memories" list={list}>
        {personaId === null && <PersonaFilter {...list.choice("persona")} />}
        <FilterSelect
          label="Category"
          all="Any category"
          {...list.choice("category")}
          options={categoryOptions}
        />
        <FilterSelect
          label="Importance"
          all="Any importance"
          {...list.choice("importance")}
          options={levelOptions}
        />
        <FilterSelect label="Order" all="Newest first" {...list.choice("sort")} options={sortOptions} />
      </FilterBar>
      <FilteredTable
        noun="memories"
        list={list}
        query={query}
        columns={listMemoryColumns({ hasPersona: personaId === null })}
        rowHref={(row) => `${base}?memory=${row.id}`}
        onOpen={({ id }) => {
          void setOpenId(id);
          return true;
        }}
        empty={
          <EmptyState icon={Brain} title="Nothing is remembered yet" action={add}>
            What a persona learns in an execution stands here, and what you tell it. Whatever fits an input is
            put into its prompt.
          </EmptyState>
        }
      />
      {openId && <MemoryDialog key={openId} memoryId={openId} onClose={() => void setOpenId(null)} />}
    </>
  );
}
