import type { McpServer } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { callRemoteTool } from "@/server/mcp-servers/call-tool";
import { isOffered } from "@/server/mcp-servers/filter-tools";
import { keepToolsFresh } from "@/server/mcp-servers/read-tools";
import type { RemoteTool } from "@/server/mcp-servers/schema";
import { parseFilter } from "@/server/mcp-servers/to-output";
import { checkShallow } from "@/server/tools/check-input";
import type { JsonSchema } from "@/server/tools/held-tool";
import type { ToolPlan } from "@/server/tools/hold-tool";
import { explainRefusal, type Reach } from "@/server/tools/reach";
import { makeMcpToolName } from "@/server/tools/tool-name";

/**
 * The tools of MCP servers, as `mcp__{server}__{tool}`. One that only reads, as its server says, may be used;
 * any other asks first. A server that is down is offered as it was last; its calls answer with an error.
 */
export async function planRemoteTools(servers: readonly McpServer[], reach: Reach): Promise<ToolPlan[]> {
  const lists = await Promise.all(
    servers.map(async (server) => {
      const filter = parseFilter(server.toolFilter);
      const tools = await keepToolsFresh(server);
      return tools.filter(({ name }) => isOffered(name, filter)).map((tool) => planTool(server, tool, reach));
    }),
  );
  return lists.flat();
}

/** The MCP servers whose tools a persona holds, by name. */
export function listServersOf(personaId: string): Promise<McpServer[]> {
  return db.mcpServer.findMany({
    where: { enabled: true, personas: { some: { personaId } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}

function planTool(server: McpServer, tool: RemoteTool, reach: Reach): ToolPlan {
  const { readOnlyHint } = tool;
  // The hub's own list is of hosts that the model may name; this one was named by a person.
  const own: Reach = { ...reach, hubHosts: null };
  return {
    name: makeMcpToolName(server.name, tool.name),
    origin: server.name,
    description: tool.description,
    inputSchema: offer(tool.inputSchema),
    check: (input) => checkShallow(offer(tool.inputSchema), input),
    source: "mcp",
    usualPolicy: readOnlyHint ? "allow" : "ask",
    effectOf: () => (readOnlyHint ? "read" : "write"),
    run: async (input, { signal }) => {
      const refusal = explainRefusal(new URL(server.url), own);
      return refusal ? { output: refusal, isError: true } : callRemoteTool(server, tool, input, signal);
    },
  };
}

/** Models take no choice at the root of a schema; the server still holds the input to it. */
function offer({ $schema: _dialect, $id: _id, ...schema }: Record<string, unknown>): JsonSchema {
  const { oneOf: _one, anyOf: _any, allOf: _all, ...rest } = schema;
  return { ...rest, type: "object" };
}
