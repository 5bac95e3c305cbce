import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ServerView } from "@/components/mcp-servers/server-view";

export const metadata: Metadata = { title: "MCP server" };

export default async function Page({ params }: { params: Promise<{ serverId: string }> }) {
  const { serverId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.mcpServers.get.queryOptions({ id: serverId })),
      ]}
    >
      <ServerView serverId={serverId} />
    </Prefetched>
  );
}
