import { z } from "zod";
import { env } from "@/server/env";
import { AppError, type ErrorCode } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import { type SafeResponse, safeFetch } from "@/server/safe-fetch";

export const requestedScopes = ["org:create_api_key", "user:profile", "user:inference"];

export type OauthConfig = { clientId: string; authorizeUrl: string; tokenUrl: string; redirectUrl: string };
export type Grant = { accessToken: string; refreshToken: string | null; expiresAt: number; scopes: string[] };

const reply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().positive().optional(),
  scope: z.string().optional(),
});
/** Where the server does not say how long a token holds (RFC 6749 §5.1 only recommends that it does). */
const assumedSeconds = 3_600;
const timeoutMs = 15_000;

/** What is not set yet of what signing in needs, in words that say how; null when nothing is. */
export function describeMissing(): string | null {
  const { CLAUDE_OAUTH_CLIENT_ID, CLAUDE_OAUTH_AUTHORIZE_URL, CLAUDE_OAUTH_TOKEN_URL } = env();
  const needed = { CLAUDE_OAUTH_CLIENT_ID, CLAUDE_OAUTH_AUTHORIZE_URL, CLAUDE_OAUTH_TOKEN_URL };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length === 0) return null;
  return `Connecting Claude by sign-in needs an OAuth client. Set ${missing.join(", ")} in the hub's environment and start it again; register ${redirectUrl()} as the client's way back.`;
}

/** The client and its addresses. Throws unavailable, saying what to set. */
export function readConfig(): OauthConfig {
  const { CLAUDE_OAUTH_CLIENT_ID, CLAUDE_OAUTH_AUTHORIZE_URL, CLAUDE_OAUTH_TOKEN_URL } = env();
  if (!CLAUDE_OAUTH_CLIENT_ID || !CLAUDE_OAUTH_AUTHORIZE_URL || !CLAUDE_OAUTH_TOKEN_URL)
    throw new AppError("unavailable", describeMissing() ?? "Claude cannot be connected by sign-in.", {
      extra: { errorType: "not_configured", transient: false },
    });
  return {
    clientId: CLAUDE_OAUTH_CLIENT_ID,
    authorizeUrl: CLAUDE_OAUTH_AUTHORIZE_URL,
    tokenUrl: CLAUDE_OAUTH_TOKEN_URL,
    redirectUrl: redirectUrl(),
  };
}

function redirectUrl(): string {
  return env().CLAUDE_OAUTH_REDIRECT_URL ?? `${env().PUBLIC_URL}/api/oauth/callback`;
}

/**
 * Asks the token endpoint for a grant. Throws unauthorized when it refuses, rate_limited, or provider_failed; each
 * with the `errorType` and `transient` of contracts/personas.md §1.7.
 */
export async function requestGrant(
  { tokenUrl, clientId }: OauthConfig,
  parameters: Record<string, string>,
): Promise<Grant> {
  const response = await safeFetch(tokenUrl, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      // The provider takes renewals only beside this.
      "anthropic-beta": "oauth-2025-04-20",
    },
    body: JSON.stringify({ client_id: clientId, ...parameters }),
    timeoutMs,
    maxRedirects: 0,
  }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    const transient = error.code === "provider_failed";
    throw fail(error.code, error.message, transient ? "network_error" : "refused_address", transient);
  });
  if (response.status !== 200) throw describeRefusal(response);
  const grant = reply.safeParse(parseOrUndefined(response.text()));
  if (!grant.success)
    throw fail("provider_failed", "The provider's answer holds no token.", "invalid_response", true);
  const { access_token, refresh_token, expires_in = assumedSeconds, scope } = grant.data;
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    expiresAt: Date.now() + expires_in * 1_000,
    scopes: scope === undefined ? requestedScopes : scope.split(/\s+/).filter(Boolean),
  };
}

/** Tells the provider that a token is given up (RFC 7009). False when it has no address for that, or does not answer. */
export async function revokeGrant(token: string): Promise<boolean> {
  const { CLAUDE_OAUTH_REVOKE_URL, CLAUDE_OAUTH_CLIENT_ID } = env();
  if (!CLAUDE_OAUTH_REVOKE_URL || !CLAUDE_OAUTH_CLIENT_ID) return false;
  const body = new URLSearchParams({ token, client_id: CLAUDE_OAUTH_CLIENT_ID });
  const response = await safeFetch(CLAUDE_OAUTH_REVOKE_URL, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: body.toString(),
    timeoutMs,
    maxRedirects: 0,
  }).catch(() => null);
  return response?.status === 200;
}

function describeRefusal(response: SafeResponse): AppError {
  const said = parseOrUndefined(response.text()) as { error?: unknown; error_description?: unknown } | null;
  const type = typeof said?.error === "string" ? said.error.slice(0, 80) : null;
  const words =
    typeof said?.error_description === "string" ? `: ${said.error_description.slice(0, 300)}` : "";
  const { status } = response;
  if (status === 429) {
    const after = response.headers.get("retry-after");
    return new AppError("rate_limited", `The provider asks to wait before another try (429${words}).`, {
      extra: { errorType: type ?? "rate_limited", transient: true },
      ...(after ? { headers: { "Retry-After": after } } : {}),
    });
  }
  if (status >= 400 && status < 500)
    return fail(
      "unauthorized",
      `The provider refused (${status}${words}). Connect again.`,
      type ?? "refused",
      false,
    );
  return fail("provider_failed", `The provider answered ${status}${words}.`, type ?? "server_error", true);
}

function fail(code: ErrorCode, message: string, errorType: string, transient: boolean): AppError {
  return new AppError(code, message, { extra: { errorType, transient } });
}
