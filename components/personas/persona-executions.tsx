"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useQueryStates } from "nuqs";
import { listExecutionColumns } from "@/components/executions/execution-columns";
import { describeExecutionFilters, toExecutionQuery } from "@/components/executions/filters";
import { PersonaStats } from "@/components/personas/persona-stats";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const columns = listExecutionColumns({ hasPersona: false });

const urlState = describeExecutionFilters(clientParsers);
/** What one persona has done. */
export function PersonaExecutions({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.executions.list.queryOptions(toExecutionQuery({ ...list.filters, persona: personaId })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-x-6 gap-y-2">
        <FilterSelect
          label="Status"
          all="Any status"
          {...list.choice("status")}
          options={listStatuses("execution")}
        />
        <PersonaStats personaId={personaId} />
      </div>
      <FilteredTable
        noun="executions"
        list={list}
        query={query}
        columns={columns}
        rowHref={(row) => `/executions/${row.id}`}
        empty={
          <EmptyState icon={Activity} title="It has not run yet">
            It runs when an event it listens to arrives, or when you press “Run persona”.
          </EmptyState>
        }
      />
    </>
  );
}
