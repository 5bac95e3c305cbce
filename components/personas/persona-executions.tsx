"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { useQueryStates } from "nuqs";
import { listExecutionColumns } from "@/components/executions/execution-columns";
import { describeExecutionFilters, pageSize, toExecutionQuery } from "@/components/executions/filters";
import { PersonaStats } from "@/components/personas/persona-stats";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState, NoResults } from "@/components/shared/empty-state";
import { FilterSelect } from "@/components/shared/filter-bar";
import { Pagination } from "@/components/shared/pagination";
import { listStatuses } from "@/components/shared/status-looks";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const columns = listExecutionColumns({ hasPersona: false });

const urlState = describeExecutionFilters(clientParsers);
/** What one persona has done. */
export function PersonaExecutions({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const [filters, setFilters] = useQueryStates(urlState);
  const query = toExecutionQuery({ ...filters, persona: personaId });
  const list = useQuery({ ...trpc.executions.list.queryOptions(query), placeholderData: keepPreviousData });
  const clear = () => void setFilters(null);
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-x-6 gap-y-2">
        <FilterSelect
          label="Status"
          all="Any status"
          value={filters.status}
          onValue={(status) => void setFilters({ status: status as typeof filters.status, page: null })}
          options={listStatuses("execution")}
        />
        <PersonaStats personaId={personaId} />
      </div>
      <DataTable
        label="Executions"
        columns={columns}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        isStale={list.isPlaceholderData}
        rowKey={(row) => row.id}
        rowHref={(row) => `/executions/${row.id}`}
        isFiltered={filters.status !== null}
        noResults={<NoResults noun="executions" onClear={clear} />}
        empty={
          <EmptyState icon={Activity} title="It has not run yet">
            It runs when an event it listens to arrives, or when you press “Run persona”.
          </EmptyState>
        }
      />
      <Pagination
        page={filters.page}
        pageSize={pageSize}
        total={list.data?.total ?? 0}
        onPage={(page) => void setFilters({ page: page === 1 ? null : page }, { history: "push" })}
      />
    </>
  );
}
