import { type Actor, requireScope } from "@/server/actor";
import { recordAudit } from "@/server/audit/service";
import {
  describeMissing,
  readConfig,
  requestedScopes,
  requestGrant,
  revokeGrant,
} from "@/server/connection/oauth-client";
import { beginPending, takePending } from "@/server/connection/pending";
import { refreshTokens } from "@/server/connection/refresh";
import type { CallbackInput, OauthStatus } from "@/server/connection/schema";
import { deleteTokens, readTokens, storeTokens } from "@/server/connection/tokens";
import { AppError } from "@/server/errors";
import { findClaudeKey, keepClaudeKey, refuseBesideEnvironment } from "@/server/settings/claude-key";

/**
 * Keeps a token that Claude is called with, once the provider has taken it. Throws validation_failed when it does not,
 * conflict while the environment holds a key, and forbidden when an API key would replace the one there is.
 */
export async function storeToken(
  actor: Actor,
  { token }: { token: string },
): Promise<{ status: "token_stored" }> {
  requireScope(actor, "connection:write");
  refuseBesideEnvironment();
  // The first may be given by a key; who pays from then on is a person's to change.
  if (!actor.scopes.has("settings:write") && (await findClaudeKey()))
    throw new AppError(
      "forbidden",
      "There is a key for Claude already, which no API key may replace. Sign in to the hub as a person and change it under Settings → Claude.",
    );
  await keepClaudeKey(token, "token");
  await recordAudit(actor, "claude_token_stored", null);
  return { status: "token_stored" };
}

/** Begins a sign-in with Claude: where to send the person, and what they do there. Throws unavailable without a client. */
export async function beginSignIn(actor: Actor) {
  requireScope(actor, "connection:write");
  const { clientId, authorizeUrl, redirectUrl } = readConfig();
  const { state, challenge } = await beginPending(actor);
  const url = new URL(authorizeUrl);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUrl,
    scope: requestedScopes.join(" "),
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return {
    authUrl: url.href,
    state,
    instructions: [
      "Open the address in a browser and sign in to Claude.",
      "Agree to what is asked for.",
      "If you are led back to the hub, you are done. If a code is shown instead, paste all of it here.",
      "Do so within ten minutes.",
    ],
  };
}

/**
 * Ends a sign-in: the code becomes tokens, which are stored sealed. Throws unauthorized when code or state do not
 * hold, rate_limited or provider_failed; after a fault that may pass the same code can be tried again.
 */
export async function finishSignIn(actor: Actor, { code, state }: CallbackInput) {
  requireScope(actor, "connection:write");
  const config = readConfig();
  const { verifier, putBack } = await takePending(actor, state);
  const grant = await requestGrant(config, {
    grant_type: "authorization_code",
    code,
    state,
    redirect_uri: config.redirectUrl,
    code_verifier: verifier,
  }).catch(async (error: unknown) => {
    if (error instanceof AppError && error.extra.transient === true) await putBack();
    throw error;
  });
  await storeTokens({ ...grant, obtainedAt: Date.now(), lease: null, failure: null });
  await recordAudit(actor, "claude_connected", null, { scopes: grant.scopes });
  return {
    status: "connected" as const,
    scopes: grant.scopes,
    expiresAt: new Date(grant.expiresAt).toISOString(),
  };
}

/** Whether Claude is connected by sign-in, what for and until when. */
export async function getOauthStatus(actor: Actor): Promise<OauthStatus> {
  requireScope(actor, "connection:read");
  return describeOauth();
}

/** The same for the hub's own use. */
export async function describeOauth(): Promise<OauthStatus> {
  const tokens = (await readTokens())?.tokens ?? null;
  return {
    connected: tokens !== null,
    scopes: tokens?.scopes ?? [],
    expiresAt: tokens && new Date(tokens.expiresAt).toISOString(),
    isExpired: tokens !== null && tokens.expiresAt <= Date.now(),
    problem: tokens?.failure?.reason ?? null,
    setup: describeMissing(),
  };
}

/** Renews the tokens now. Throws conflict while Claude is not connected, else as `finishSignIn` does. */
export async function refreshSignIn(actor: Actor): Promise<{ status: "refreshed"; expiresAt: string }> {
  requireScope(actor, "connection:write");
  readConfig();
  const held = await readTokens();
  const tokens = held && (await refreshTokens(held.tokens));
  if (!tokens) throw new AppError("conflict", "Claude is not connected by sign-in.");
  return { status: "refreshed", expiresAt: new Date(tokens.expiresAt).toISOString() };
}

/** Forgets the tokens, and gives them up at the provider where it has an address for that. */
export async function disconnect(actor: Actor): Promise<{ status: "disconnected"; serverRevoked: boolean }> {
  requireScope(actor, "connection:write");
  const held = await readTokens();
  await deleteTokens();
  if (!held) return { status: "disconnected", serverRevoked: false };
  const { refreshToken, accessToken } = held.tokens;
  const serverRevoked = await revokeGrant(refreshToken ?? accessToken);
  await recordAudit(actor, "claude_disconnected", null, { serverRevoked });
  return { status: "disconnected", serverRevoked };
}
