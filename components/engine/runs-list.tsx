"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { useQueryStates } from "nuqs";
import { describeRunFilters, toRunQuery } from "@/components/engine/filters";
import { refreshMs } from "@/components/engine/refresh";
import { runColumns } from "@/components/engine/run-columns";
import { nameFunction } from "@/components/engine/run-words";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const statuses = listStatuses("run").filter(({ value }) => value !== "waiting");

const urlState = describeRunFilters(clientParsers);
/** The runs of durable functions, newest first, filtered by what the URL says. */
export function RunsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.engine.list.queryOptions(toRunQuery(list.filters)),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const functions = useQuery(trpc.engine.functions.queryOptions());
  return (
    <>
      <FilterBar noun="runs" list={list}>
        <FilterSelect label="Status" all="Any status" {...list.choice("status")} options={statuses} />
        <FilterSelect
          label="Function"
          all="Any function"
          {...list.choice("function")}
          options={(functions.data ?? []).map((id) => ({ value: id, label: nameFunction(id) }))}
        />
      </FilterBar>
      <FilteredTable
        noun="runs"
        list={list}
        query={query}
        columns={runColumns}
        rowHref={(row) => `/settings/engine/${row.id}`}
        empty={
          <EmptyState icon={Workflow} title="No function has run yet">
            Each event that is matched and each execution is a run of a durable function; the hub's own
            housekeeping runs every minute.
          </EmptyState>
        }
      />
    </>
  );
}
