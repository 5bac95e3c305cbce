import { auth } from "@modelcontextprotocol/client";
import { AppError } from "@/server/errors";
import { readAuth } from "@/server/mcp-servers/auth-store";
import { mcpFetch } from "@/server/mcp-servers/mcp-fetch";
import { createOauthClient } from "@/server/mcp-servers/oauth-client";

/** A token that ends so soon is renewed before it is used. */
const aheadMs = 60_000;
const underWay = new Map<string, Promise<void>>();

/** The access token to call a server with, renewed when it is about to end. Throws unprocessable when a person has to sign in. */
export async function readAccessToken(server: { id: string; name: string; url: string }): Promise<string> {
  const { tokens, tokensExpireAt } = await readAuth(server.id);
  if (!tokens) throw signInAgain(server.name);
  if (tokensExpireAt === undefined || tokensExpireAt - Date.now() > aheadMs || !tokens.refresh_token)
    return tokens.access_token;
  return refreshAccessToken(server, tokens.access_token);
}

/**
 * Renews the tokens of which `used` was refused, once for all that ask at the same time: a refresh token may be used
 * once only. When another process was quicker its tokens are taken.
 */
export async function refreshAccessToken(
  server: { id: string; name: string; url: string },
  used: string,
): Promise<string> {
  const known = underWay.get(server.id);
  const work = known ?? refresh(server, used).finally(() => underWay.delete(server.id));
  if (!known) underWay.set(server.id, work);
  await work;
  const { tokens } = await readAuth(server.id);
  if (!tokens || tokens.access_token === used) throw signInAgain(server.name);
  return tokens.access_token;
}

async function refresh(server: { id: string; name: string; url: string }, used: string): Promise<void> {
  const { tokens } = await readAuth(server.id);
  if (tokens?.access_token !== used) return;
  if (!tokens.refresh_token) throw signInAgain(server.name);
  try {
    await auth(createOauthClient(server.id, null), { serverUrl: server.url, fetchFn: mcpFetch() });
  } catch (error) {
    // Another process may have used the refresh token a moment before.
    if ((await readAuth(server.id)).tokens?.access_token !== used) return;
    if (error instanceof AppError) throw error;
    throw signInAgain(server.name, error);
  }
}

function signInAgain(name: string, cause?: unknown): AppError {
  return new AppError(
    "unprocessable",
    `The MCP server ${name} wants a person to sign in. Connect it again under Tools → MCP servers.`,
    { cause },
  );
}
