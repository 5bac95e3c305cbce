"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { DeleteServer } from "@/components/mcp-servers/delete-server";
import { ServerForm } from "@/components/mcp-servers/server-form";
import { ServerSignIn } from "@/components/mcp-servers/server-sign-in";
import { stateOf } from "@/components/mcp-servers/server-state";
import { ServerSwitch } from "@/components/mcp-servers/server-switch";
import { ServerTools } from "@/components/mcp-servers/server-tools";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { StatusBadge } from "@/components/shared/status-badge";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { ServerOutput } from "@/server/mcp-servers/schema";

/** One MCP server: whether it answers, what it offers, how the hub signs in. */
export function ServerView({ serverId }: { serverId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.mcpServers.get.queryOptions({ id: serverId }));
  if (query.data) return <LoadedServer server={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="MCP server" id={serverId} listHref="/tools/servers" listLabel="MCP servers" />;
  return <ErrorState what="The MCP server" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedServer({ server }: { server: ServerOutput }) {
  const { id, name, url, authType, lastError } = server;
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{name}</span>}
        back={{ href: "/tools/servers", label: "MCP servers" }}
        actions={<DeleteServer server={server} />}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-table">
          <ServerSwitch server={server} />
          <StatusBadge kind="mcpServer" status={stateOf(server)} />
          <span className="min-w-0 break-all font-mono text-code text-ink-muted">{url}</span>
        </div>
      </PageHeader>
      {lastError && (
        <div className="mb-5 flex items-start gap-3 rounded-md bg-failed-tint px-3 py-2 text-table">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-failed" />
          <p className="min-w-0 flex-1 break-words">{lastError}</p>
        </div>
      )}
      <div className="grid gap-x-8 gap-y-8 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <ServerTools server={server} />
        <div className="flex min-w-0 max-w-xl flex-col gap-8">
          {authType === "oauth" && <ServerSignIn server={server} />}
          <ServerForm key={id} server={server} />
        </div>
      </div>
    </>
  );
}
