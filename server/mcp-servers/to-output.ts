import type { McpServer } from "@/prisma/generated/client";
import { masked } from "@/server/masked";
import { openAuth, type ServerAuth } from "@/server/mcp-servers/auth-store";
import { isOffered } from "@/server/mcp-servers/filter-tools";
import { redirectUrl } from "@/server/mcp-servers/oauth-client";
import { parseTools } from "@/server/mcp-servers/read-tools";
import type { AuthType, ServerOutput, ServerSummary } from "@/server/mcp-servers/schema";

export type CountedServer = McpServer & { _count: { personas: number } };

/** A row as the list shows it; secrets masked. One that cannot be opened says so in place of its last error. */
export function toSummary(row: CountedServer): ServerSummary {
  const { auth, problem } = openSafely(row);
  const filter = parseFilter(row.toolFilter);
  const tools = parseTools(row.tools);
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    authType: row.authType as AuthType,
    bearerToken: auth.bearer === undefined ? null : masked,
    oauthClientId: auth.given?.clientId ?? null,
    oauthClientSecret: auth.given?.clientSecret === undefined ? null : masked,
    oauthScope: auth.given?.scope ?? null,
    isConnected: isConnected(row.authType as AuthType, auth),
    enabled: row.enabled,
    toolFilter: filter,
    toolCount: tools.length,
    offeredCount: tools.filter(({ name }) => isOffered(name, filter)).length,
    toolsReadAt: row.toolsReadAt?.toISOString() ?? null,
    lastError: problem ?? row.lastError,
    personaCount: row._count.personas,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The whole of a server, with its tools. */
export function toOutput(row: CountedServer): ServerOutput {
  const filter = parseFilter(row.toolFilter);
  return {
    ...toSummary(row),
    redirectUrl: redirectUrl(),
    tools: parseTools(row.tools).map((tool) => ({ ...tool, isOffered: isOffered(tool.name, filter) })),
  };
}

/** The filter in a row. */
export function parseFilter(text: string | null): string[] | null {
  return text === null ? null : (JSON.parse(text) as string[]);
}

function isConnected(authType: AuthType, auth: ServerAuth): boolean {
  if (authType === "none") return true;
  return authType === "bearer" ? auth.bearer !== undefined : auth.tokens !== undefined;
}

function openSafely(row: CountedServer): { auth: ServerAuth; problem: string | null } {
  try {
    return { auth: openAuth(row), problem: null };
  } catch {
    return {
      auth: {},
      problem: "What the hub signs in with cannot be opened with its master keys. Enter it again.",
    };
  }
}
