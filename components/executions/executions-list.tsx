"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useQueryStates } from "nuqs";
import { listExecutionColumns } from "@/components/executions/execution-columns";
import { describeExecutionFilters, toExecutionQuery } from "@/components/executions/filters";
import { SelectionBar } from "@/components/executions/selection-bar";
import { isLive, useExecutionActs } from "@/components/executions/use-execution-acts";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { listStatuses } from "@/components/shared/status-looks";
import { spanOptions } from "@/components/shared/time-span";
import { useListFilters } from "@/components/shared/use-list-filters";
import { useSelection } from "@/components/shared/use-selection";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { ExecutionOutput } from "@/server/executions/schema";

const executionColumns = listExecutionColumns({ hasPersona: true });

const urlState = describeExecutionFilters(clientParsers);
/** Every execution, what lives first, filtered by what the URL says. On the focused one x selects, r runs again, c cancels. */
export function ExecutionsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.executions.list.queryOptions(toExecutionQuery(list.filters), { select: putLiveFirst }),
    placeholderData: keepPreviousData,
  });
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const { cancel, rerun } = useExecutionActs();
  const selection = useSelection();
  const chosen = (query.data?.items ?? []).filter((row) => selection.ids.has(row.id));
  const onRowKey = (key: string, row: ExecutionOutput) => {
    if (key === "r" && !isLive(row)) rerun.mutate({ executionId: row.id });
    if (key === "c" && isLive(row)) cancel.mutate({ executionId: row.id });
  };
  return (
    <>
      <FilterBar noun="executions" list={list}>
        <FilterSelect
          label="Status"
          all="Any status"
          {...list.choice("status")}
          options={listStatuses("execution")}
        />
        <FilterSelect
          label="Persona"
          all="Any persona"
          {...list.choice("persona")}
          options={(personas.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        {list.filters.trigger && (
          <FilterSelect
            label="Trigger"
            all="Any trigger"
            {...list.choice("trigger")}
            options={[{ value: list.filters.trigger, label: list.filters.trigger }]}
          />
        )}
        <FilterSelect label="Time" all="Any time" {...list.choice("within")} options={spanOptions} />
      </FilterBar>
      <FilteredTable
        noun="executions"
        list={list}
        query={query}
        columns={executionColumns}
        selection={{ ...selection, label: (row) => `${row.personaName}, ${row.status}` }}
        rowHref={(row) => `/executions/${row.id}`}
        onRowKey={onRowKey}
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
      <SelectionBar rows={chosen} onClear={selection.clear} />
    </>
  );
}

function putLiveFirst(page: { items: ExecutionOutput[]; total: number }) {
  return {
    ...page,
    items: [...page.items.filter(isLive), ...page.items.filter((row) => !isLive(row))],
  };
}
