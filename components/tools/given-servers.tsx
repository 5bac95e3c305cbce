"use client";

import { useQuery } from "@tanstack/react-query";
import { countTools, stateOf } from "@/components/mcp-servers/server-state";
import { StatusBadge } from "@/components/shared/status-badge";
import { GivenList } from "@/components/tools/given-list";
import { useToolActs } from "@/components/tools/use-tool-acts";
import { useTRPC } from "@/lib/trpc";

/** The MCP servers whose tools a persona is given. */
export function GivenServers({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const { linkServer, unlinkServer } = useToolActs();
  const query = useQuery(trpc.mcpServers.listLinked.queryOptions({ personaId }));
  const { data: all } = useQuery(trpc.mcpServers.list.queryOptions({ limit: 500, offset: 0 }));
  const data = query.data?.map((server) => ({
    id: server.id,
    name: server.name,
    note:
      stateOf(server) === "connected" ? (
        countTools(server)
      ) : (
        <StatusBadge kind="mcpServer" status={stateOf(server)} />
      ),
  }));
  return (
    <GivenList
      title="MCP servers"
      noun="server"
      given={{ data, error: query.error, refetch: query.refetch }}
      all={all?.items ?? []}
      makeHref="/tools/servers?new=true"
      hrefOf={(id) => `/tools/servers/${id}`}
      isPending={linkServer.isPending || unlinkServer.isPending}
      onAdd={(serverId) => linkServer.mutate({ personaId, serverId })}
      onRemove={(serverId) => unlinkServer.mutate({ personaId, serverId })}
    />
  );
}
