import type {
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from "@modelcontextprotocol/client";
import { forgetHeld } from "@/server/credentials/use";
import { open, seal } from "@/server/crypto";
import { db } from "@/server/db";

/** What the hub signs in to an MCP server with; sealed as one JSON object in the server's row. */
export type ServerAuth = {
  bearer?: string;
  /** A client that a person entered; it is never registered anew. */
  given?: {
    clientId?: string;
    clientSecret?: string;
    scope?: string;
    /** The authorization server that the client turned out to belong to; it is used with no other. */
    issuer?: string;
  };
  /** The client that the hub registered for itself. */
  client?: StoredOAuthClientInformation;
  tokens?: StoredOAuthTokens;
  /** Epoch ms; absent when the server does not say. */
  tokensExpireAt?: number;
  discovery?: OAuthDiscoveryState;
};

const place = (id: string) => ({ table: "mcp_server", id, field: "auth_sealed" });

/** What is sealed in a row. Throws when its key is gone. */
export function openAuth({ id, authSealed }: { id: string; authSealed: string | null }): ServerAuth {
  return authSealed === null ? {} : (JSON.parse(open(authSealed, place(id))) as ServerAuth);
}

/** The same to be kept in a row; null when there is nothing to keep. */
export function sealAuth(id: string, auth: ServerAuth): string | null {
  const hasAny = Object.values(auth).some((value) => value !== undefined);
  return hasAny ? seal(JSON.stringify(auth), place(id)) : null;
}

/** What is stored of a server now; nothing when the server is gone. */
export async function readAuth(id: string): Promise<ServerAuth> {
  const row = await db.mcpServer.findUnique({ where: { id }, select: { id: true, authSealed: true } });
  return row ? openAuth(row) : {};
}

/** Changes what is stored, by what is stored at that moment: another process may have changed it meanwhile. */
export async function changeAuth(id: string, change: (auth: ServerAuth) => ServerAuth): Promise<ServerAuth> {
  const row = await db.mcpServer.findUnique({ where: { id }, select: { authSealed: true } });
  if (!row) return {};
  const auth = change(openAuth({ id, ...row }));
  const { count } = await db.mcpServer.updateMany({
    where: { id, authSealed: row.authSealed },
    data: { authSealed: sealAuth(id, auth) },
  });
  // A token that was renewed is taken out of what is said from now on.
  forgetHeld();
  return count === 0 ? changeAuth(id, change) : auth;
}
