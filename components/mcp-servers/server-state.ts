import type { ServerSummary } from "@/server/mcp-servers/schema";

export type ServerState = "connected" | "failing" | "signed_out" | "disabled";

/** How a server does, in one word. */
export function stateOf(server: Pick<ServerSummary, "enabled" | "isConnected" | "lastError">): ServerState {
  if (!server.enabled) return "disabled";
  if (!server.isConnected) return "signed_out";
  return server.lastError === null ? "connected" : "failing";
}

/** "12 tools", or "3 of 12 tools" when a filter leaves some out. */
export function countTools({
  toolCount,
  offeredCount,
}: Pick<ServerSummary, "toolCount" | "offeredCount">): string {
  const all = `${toolCount} ${toolCount === 1 ? "tool" : "tools"}`;
  return offeredCount === toolCount ? all : `${offeredCount} of ${all}`;
}
