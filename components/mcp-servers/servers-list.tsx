"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plug } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { serverColumns } from "@/components/mcp-servers/server-columns";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { describeList, toListQuery } from "@/components/shared/list-query";
import { PageHeader } from "@/components/shared/page-header";
import { useListFilters } from "@/components/shared/use-list-filters";
import { ToolsTabs } from "@/components/tools/tools-tabs";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const NewServerDialog = dynamic(
  () => import("@/components/mcp-servers/new-server-dialog").then((module) => module.NewServerDialog),
  { ssr: false },
);

const urlState = describeList(clientParsers);

/** Every remote MCP server, filtered by what the URL says. */
export function ServersList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [isNew, setNew] = useQueryState("new", clientParsers.parseAsBoolean.withDefault(false));
  const query = useQuery({
    ...trpc.mcpServers.list.queryOptions(toListQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const open = () => void setNew(true);
  return (
    <>
      <PageHeader
        title="Tools"
        actions={
          <Button tone="primary" onClick={open}>
            New MCP server
          </Button>
        }
      />
      <ToolsTabs />
      <FilterBar noun="MCP servers" list={list} />
      <FilteredTable
        noun="MCP servers"
        list={list}
        query={query}
        columns={serverColumns}
        rowHref={(row) => `/tools/servers/${row.id}`}
        empty={
          <EmptyState
            icon={Plug}
            title="No MCP server is connected yet"
            action={<Button onClick={open}>New MCP server</Button>}
          >
            A remote MCP server brings tools of its own, such as those of an issue tracker. Personas that are
            given the server hold them.
          </EmptyState>
        }
      />
      {isNew && <NewServerDialog onClose={() => void setNew(null)} />}
    </>
  );
}
