"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Wrench } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { describeToolFilters, toToolQuery } from "@/components/tools/filters";
import { toolColumns } from "@/components/tools/tool-columns";
import { ToolsTabs } from "@/components/tools/tools-tabs";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewToolDialog = dynamic(
  () => import("@/components/tools/new-tool-dialog").then((module) => module.NewToolDialog),
  { ssr: false },
);

const urlState = describeToolFilters(clientParsers);

/** Every tool definition, filtered by what the URL says. */
export function ToolsList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [isNew, setNew] = useQueryState("new", clientParsers.parseAsBoolean.withDefault(false));
  const query = useQuery({
    ...trpc.tools.list.queryOptions(toToolQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const open = () => void setNew(true);
  return (
    <>
      <PageHeader
        title="Tools"
        actions={
          <Button tone="primary" onClick={open}>
            New tool
          </Button>
        }
      />
      <ToolsTabs />
      <FilterBar noun="tools" list={list}>
        <FilterSelect
          label="Runs"
          all="Runs anywhere"
          {...list.choice("on")}
          options={[
            { value: "hub", label: "In the hub" },
            { value: "worker", label: "On workers" },
          ]}
        />
      </FilterBar>
      <FilteredTable
        noun="tools"
        list={list}
        query={query}
        columns={toolColumns}
        rowHref={(row) => `/tools/${row.id}`}
        empty={
          <EmptyState
            icon={Wrench}
            title="No tool is defined yet"
            action={<Button onClick={open}>New tool</Button>}
          >
            A tool definition tells a persona how to use one service: what it takes, how the request is made,
            which credential it needs. Every persona can send plain requests and tell the time without one.
          </EmptyState>
        }
      />
      {isNew && <NewToolDialog onClose={() => void setNew(null)} />}
    </>
  );
}
