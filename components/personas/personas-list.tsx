"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { UsersRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { describePersonaFilters, pageSize, toPersonaQuery } from "@/components/personas/filters";
import { personaColumns } from "@/components/personas/persona-columns";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState, NoResults } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { PageHeader } from "@/components/shared/page-header";
import { Pagination } from "@/components/shared/pagination";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewPersonaDialog = dynamic(
  () => import("@/components/personas/new-persona-dialog").then((module) => module.NewPersonaDialog),
  { ssr: false },
);
const states = [
  { value: "on", label: "Enabled" },
  { value: "off", label: "Disabled" },
];

const urlState = describePersonaFilters(clientParsers);
/** Every persona, filtered by what the URL says. */
export function PersonasList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(urlState);
  const list = useQuery({
    ...trpc.personas.list.queryOptions(toPersonaQuery(filters)),
    placeholderData: keepPreviousData,
  });
  const isFiltered = Boolean(filters.q || filters.state);
  const clear = () => void setFilters(null);
  const onText = useCallback((q: string) => void setFilters({ q: q || null, page: null }), [setFilters]);
  const create = () => void setFilters({ new: true });
  return (
    <>
      <PageHeader
        title="Personas"
        actions={
          <Button tone="primary" onClick={create}>
            New persona
          </Button>
        }
      />
      <FilterBar noun="personas" text={filters.q} onText={onText} isFiltered={isFiltered} onClear={clear}>
        <FilterSelect
          label="State"
          all="Any state"
          value={filters.state}
          onValue={(state) => void setFilters({ state: state as typeof filters.state, page: null })}
          options={states}
        />
      </FilterBar>
      <DataTable
        label="Personas"
        columns={personaColumns}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        rowKey={(row) => row.id}
        rowHref={(row) => `/personas/${row.id}`}
        isFiltered={isFiltered}
        noResults={<NoResults noun="personas" onClear={clear} />}
        empty={
          <EmptyState
            icon={UsersRound}
            title="No personas yet"
            action={<Button onClick={create}>New persona</Button>}
          >
            A persona is a role with instructions. It listens to events and works when one reaches it.
          </EmptyState>
        }
      />
      <Pagination
        page={filters.page}
        pageSize={pageSize}
        total={list.data?.total ?? 0}
        onPage={(page) => void setFilters({ page: page === 1 ? null : page }, { history: "push" })}
      />
      {filters.new && <NewPersonaDialog onClose={() => void setFilters({ new: null })} />}
    </>
  );
}
