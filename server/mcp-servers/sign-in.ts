import { auth } from "@modelcontextprotocol/client";
import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import { open, randomHex, seal, sha256 } from "@/server/crypto";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { changeAuth, openAuth } from "@/server/mcp-servers/auth-store";
import { mcpFetch } from "@/server/mcp-servers/mcp-fetch";
import { createOauthClient, type SignIn } from "@/server/mcp-servers/oauth-client";
import { readTools } from "@/server/mcp-servers/read-tools";
import type { ServerOutput } from "@/server/mcp-servers/schema";
import { getServer, readServer } from "@/server/mcp-servers/service";

const livesMs = 10 * 60_000;
const mostPending = 50;
const place = (stateHash: string) => ({ table: "oauth_state", id: stateHash, field: "verifier_sealed" });

type Detail = { actorType: Actor["type"]; actorId: string; discovery?: SignIn["discovery"] };

/**
 * Begins to sign the hub in to an MCP server: finds its authorization server, registers the hub there when nobody
 * entered a client, and returns where the person is to go (authorization code with PKCE). The way back is open for ten
 * minutes. Throws not_found, conflict when the server takes no sign-in, provider_failed with words on what went wrong.
 */
export async function beginSignIn(actor: Actor, id: string): Promise<{ authorizationUrl: string }> {
  requireScope(actor, "tools:write");
  const server = await readServer(id);
  if (server.authType !== "oauth")
    throw new AppError("conflict", `${server.name} is not set to sign in with OAuth. Change that first.`);
  await dropOldStates();
  const signIn: SignIn = { state: randomHex(32) };
  const scope = openAuth(server).given?.scope;
  await auth(createOauthClient(id, signIn), {
    serverUrl: server.url,
    fetchFn: mcpFetch(),
    forceReauthorization: true,
    ...(scope === undefined ? {} : { scope }),
  }).catch((error: unknown) => {
    throw explain(server.name, error);
  });
  const { authorizationUrl, verifier, discovery, state } = signIn;
  if (!authorizationUrl || verifier === undefined)
    throw new AppError("provider_failed", `${server.name} did not say where to sign in.`);
  if (authorizationUrl.protocol !== "https:" && authorizationUrl.protocol !== "http:")
    throw new AppError("provider_failed", `${server.name} names a sign-in that is no web page.`);
  const stateHash = sha256(state);
  const detail: Detail = {
    actorType: actor.type,
    actorId: actor.id,
    ...(discovery ? { discovery } : {}),
  };
  await db.oauthState.create({
    data: {
      stateHash,
      purpose: id,
      verifierSealed: seal(verifier, place(stateHash)),
      detail: JSON.stringify(detail),
    },
  });
  return { authorizationUrl: authorizationUrl.href };
}

export type Callback = {
  state: string | null;
  code: string | null;
  iss: string | null;
  error: string | null;
  errorDescription: string | null;
};

/**
 * Ends a sign-in: the state holds once, for ten minutes, and for the person who began; the code becomes tokens, kept
 * sealed, and the tools are read. Returns the server's id. Throws unprocessable for a state that does not hold,
 * provider_failed when the code is refused; that stands in the server's lastError too.
 */
export async function finishSignIn(actor: Actor, callback: Callback): Promise<{ serverId: string }> {
  requireScope(actor, "tools:write");
  const { id: serverId, signIn } = await takeState(actor, callback.state ?? "");
  const server = await readServer(serverId);
  try {
    if (callback.code === null)
      throw new Error(callback.errorDescription ?? callback.error ?? "no code came");
    await auth(createOauthClient(serverId, signIn), {
      serverUrl: server.url,
      fetchFn: mcpFetch(),
      authorizationCode: callback.code,
      ...(callback.iss === null ? {} : { iss: callback.iss }),
    });
  } catch (error) {
    const known = explain(server.name, error);
    await db.mcpServer.updateMany({ where: { id: serverId }, data: { lastError: known.message } });
    throw known;
  }
  await recordAudit(actor, "mcp_server.connected", serverId);
  await readTools(await readServer(serverId)).catch(() => []);
  return { serverId };
}

/** Forgets the tokens, and the client that the hub registered for itself. Throws not_found. */
export async function signOut(actor: Actor, id: string): Promise<ServerOutput> {
  requireScope(actor, "tools:write");
  await readServer(id);
  await changeAuth(
    id,
    ({ tokens: _tokens, tokensExpireAt: _at, client: _client, discovery: _found, ...kept }) => kept,
  );
  await recordAudit(actor, "mcp_server.disconnected", id);
  return getServer(actor, id);
}

async function takeState(actor: Actor, state: string): Promise<{ id: string; signIn: SignIn }> {
  const stateHash = sha256(state);
  const [row] = await db.$queryRaw<{ purpose: string; verifier: string; detail: string; createdAt: Date }[]>`
    DELETE FROM oauth_state WHERE state_hash = ${stateHash} AND purpose LIKE 'mcp\\_%'
    RETURNING purpose, verifier_sealed AS verifier, detail, created_at AS "createdAt"`;
  const detail = row && (JSON.parse(row.detail) as Detail);
  const isLate = row && Date.now() - row.createdAt.getTime() > livesMs;
  const isOwn = detail && (detail.actorType !== "person" || detail.actorId === actor.id);
  if (!row || isLate || !isOwn)
    throw new AppError(
      "unprocessable",
      "This sign-in is not known, was used already, or took longer than ten minutes. Begin it again under Tools → MCP servers.",
    );
  const verifier = open(row.verifier, place(stateHash));
  return {
    id: row.purpose,
    signIn: { state, verifier, ...(detail.discovery ? { discovery: detail.discovery } : {}) },
  };
}

async function dropOldStates(): Promise<void> {
  await db.oauthState.deleteMany({
    where: { createdAt: { lt: new Date(Date.now() - livesMs) }, purpose: { startsWith: "mcp_" } },
  });
  const pending = await db.oauthState.count({ where: { purpose: { startsWith: "mcp_" } } });
  if (pending >= mostPending)
    throw new AppError("rate_limited", "Too many sign-ins have begun. Try again in ten minutes.");
}

function explain(name: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new AppError("provider_failed", `Signing in to ${name} failed: ${words.slice(0, 500)}`, {
    cause: error,
  });
}
