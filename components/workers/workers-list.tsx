"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Server } from "lucide-react";
import { useQueryStates } from "nuqs";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { Section } from "@/components/shared/section";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { describeWorkerFilters, toWorkerQuery } from "@/components/workers/filters";
import { StartCommand } from "@/components/workers/start-command";
import { workerColumns } from "@/components/workers/worker-columns";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const urlState = describeWorkerFilters(clientParsers);
/** Slots and leases change with executions, which say nothing of workers. */
const everyMs = 5_000;

/** Every worker that has connected lately, filtered by what the URL says, and how to start another. */
export function WorkersList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.workers.list.queryOptions(toWorkerQuery(list.filters)),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  const isEmpty = query.data?.total === 0 && !list.isFiltered;
  return (
    <>
      <PageHeader title="Workers" />
      <FilterBar noun="workers" list={list}>
        <FilterSelect
          label="Status"
          all="Any status"
          {...list.choice("status")}
          options={listStatuses("worker")}
        />
      </FilterBar>
      <FilteredTable
        noun="workers"
        list={list}
        query={query}
        columns={workerColumns}
        rowHref={(row) => `/workers/${row.id}`}
        empty={
          <EmptyState icon={Server} title="No worker has connected yet" action={<StartCommand />}>
            A worker is a machine of yours that runs personas with the Claude CLI. It only makes outgoing
            calls.
          </EmptyState>
        }
      />
      {!isEmpty && query.data && (
        <Section title="Start another" className="mt-10 max-w-3xl">
          <div className="pt-3">
            <StartCommand />
          </div>
        </Section>
      )}
    </>
  );
}
