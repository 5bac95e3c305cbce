"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useCallback, useState } from "react";
import { listExecutionColumns } from "@/components/executions/execution-columns";
import { describeExecutionFilters, pageSize, toExecutionQuery } from "@/components/executions/filters";
import { SelectionBar } from "@/components/executions/selection-bar";
import { isLive, useExecutionActs } from "@/components/executions/use-execution-acts";
import { DataTable } from "@/components/shared/data-table";
import type { Column } from "@/components/shared/data-table-columns";
import { EmptyState, NoResults } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { Pagination } from "@/components/shared/pagination";
import { RowCheck } from "@/components/shared/row-check";
import { listStatuses } from "@/components/shared/status-looks";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionOutput } from "@/server/executions/schema";

const executionColumns = listExecutionColumns({ hasPersona: true });
const spans = [
  { value: "hour", label: "Last hour" },
  { value: "day", label: "Last 24 hours" },
  { value: "week", label: "Last 7 days" },
];

const urlState = describeExecutionFilters(clientParsers);
/** Every execution, what lives first, filtered by what the URL says. On the focused one x selects, r runs again, c cancels. */
export function ExecutionsList() {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(urlState);
  const list = useQuery({
    ...trpc.executions.list.queryOptions(toExecutionQuery(filters)),
    placeholderData: keepPreviousData,
  });
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const { cancel, rerun } = useExecutionActs();
  const isFiltered = Boolean(filters.q || filters.status || filters.persona || filters.within);
  const clear = () => void setFilters(null);
  const onText = useCallback((q: string) => void setFilters({ q: q || null, page: null }), [setFilters]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const rest = [...selected].filter((other) => other !== id);
    setSelected(new Set(selected.has(id) ? rest : [...rest, id]));
  };
  const selectColumn: Column<ExecutionOutput> = {
    id: "select",
    header: "Select",
    isHeaderHidden: true,
    width: "w-9",
    narrow: "hide",
    cell: (row) => (
      <RowCheck
        label={`Select ${row.personaName}, ${row.status}`}
        isChecked={selected.has(row.id)}
        onToggle={() => toggle(row.id)}
      />
    ),
  };
  const rows = list.data && putLiveFirst(list.data.items);
  const chosen = (rows ?? []).filter((row) => selected.has(row.id));
  const onRowKey = (key: string, row: ExecutionOutput) => {
    if (key === "x") toggle(row.id);
    if (key === "r" && !isLive(row)) rerun.mutate({ executionId: row.id });
    if (key === "c" && isLive(row)) cancel.mutate({ executionId: row.id });
  };
  return (
    <>
      <FilterBar noun="executions" text={filters.q} onText={onText} isFiltered={isFiltered} onClear={clear}>
        <FilterSelect
          label="Status"
          all="Any status"
          value={filters.status}
          onValue={(status) => void setFilters({ status: status as typeof filters.status, page: null })}
          options={listStatuses("execution")}
        />
        <FilterSelect
          label="Persona"
          all="Any persona"
          value={filters.persona}
          onValue={(persona) => void setFilters({ persona, page: null })}
          options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <FilterSelect
          label="Time"
          all="Any time"
          value={filters.within}
          onValue={(within) => void setFilters({ within: within as typeof filters.within, page: null })}
          options={spans}
        />
      </FilterBar>
      <DataTable
        label="Executions"
        columns={[selectColumn, ...executionColumns]}
        rows={rows}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        rowKey={(row) => row.id}
        rowHref={(row) => `/executions/${row.id}`}
        onRowKey={onRowKey}
        isFiltered={isFiltered}
        noResults={<NoResults noun="executions" onClear={clear} />}
        empty={
          <EmptyState
            icon={Activity}
            title="Nothing has run yet"
            action={<ButtonLink href="/personas">Go to personas</ButtonLink>}
          >
            Executions appear here when an event reaches a persona that listens to it, or when you run one by
            hand.
          </EmptyState>
        }
      />
      {chosen.length > 0 && <SelectionBar rows={chosen} onClear={() => setSelected(new Set())} />}
      <Pagination
        page={filters.page}
        pageSize={pageSize}
        total={list.data?.total ?? 0}
        onPage={(page) => void setFilters({ page: page === 1 ? null : page }, { history: "push" })}
      />
    </>
  );
}

function putLiveFirst(rows: ExecutionOutput[]): ExecutionOutput[] {
  return [...rows.filter(isLive), ...rows.filter((row) => !isLive(row))];
}
