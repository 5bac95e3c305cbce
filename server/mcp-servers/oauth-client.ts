import type { OAuthClientProvider, OAuthDiscoveryState } from "@modelcontextprotocol/client";
import { env } from "@/server/env";
import { changeAuth, readAuth, type ServerAuth } from "@/server/mcp-servers/auth-store";

/** What one sign-in keeps until the person is back. */
export type SignIn = {
  state: string;
  verifier?: string;
  discovery?: OAuthDiscoveryState;
  /** Where the person is to be sent. */
  authorizationUrl?: URL;
};

/** Where authorization servers send people back to. */
export function redirectUrl(): string {
  return `${env().PUBLIC_URL}/api/mcp-servers/oauth/callback`;
}

/**
 * The hub as an OAuth client of one MCP server, as the protocol's library wants it: client and tokens live sealed in
 * the server's row, a sign-in that is under way in `signIn`. Without a sign-in nobody can be sent anywhere, so that
 * tokens which can no longer be refreshed are an error.
 */
export function createOauthClient(serverId: string, signIn: SignIn | null): OAuthClientProvider {
  const change = (part: (auth: ServerAuth) => ServerAuth) => changeAuth(serverId, part).then(() => undefined);
  return {
    redirectUrl: redirectUrl(),
    clientMetadata: {
      client_name: "Ensemble",
      client_uri: env().PUBLIC_URL,
      redirect_uris: [redirectUrl()],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
    },
    state: () => signIn?.state ?? "",
    clientInformation: async () => pickClient(await readAuth(serverId)),
    saveClientInformation: (client) =>
      change((auth) => {
        if (client.client_id !== auth.given?.clientId) return { ...auth, client };
        const { issuer } = client;
        return issuer === undefined ? auth : { ...auth, given: { ...auth.given, issuer } };
      }),
    tokens: async () => (await readAuth(serverId)).tokens,
    saveTokens: (tokens) =>
      change(({ tokensExpireAt: _before, ...auth }) => ({
        ...auth,
        // A refresh may leave the refresh token out: then the one before goes on holding.
        tokens: auth.tokens?.refresh_token ? { refresh_token: auth.tokens.refresh_token, ...tokens } : tokens,
        ...(tokens.expires_in === undefined
          ? {}
          : { tokensExpireAt: Date.now() + tokens.expires_in * 1_000 }),
        ...(signIn?.discovery ? { discovery: signIn.discovery } : {}),
      })),
    redirectToAuthorization: (url) => {
      if (!signIn) throw new Error("Its sign-in no longer holds.");
      signIn.authorizationUrl = url;
    },
    saveCodeVerifier: (verifier) => {
      if (signIn) signIn.verifier = verifier;
    },
    codeVerifier: () => signIn?.verifier ?? "",
    saveDiscoveryState: (discovery) => {
      if (signIn) signIn.discovery = discovery;
    },
    discoveryState: async () => (signIn ? signIn.discovery : (await readAuth(serverId)).discovery),
    invalidateCredentials: async (scope) => {
      // What a person entered stays; what holds no longer without a sign-in is told as an error.
      if (scope === "client" || scope === "all") await change(({ client: _gone, ...auth }) => auth);
      if (scope === "discovery" || scope === "all") await change(({ discovery: _gone, ...auth }) => auth);
    },
  };
}

/** A client that was registered for another address of the hub cannot be used from this one. */
function pickClient({ given, client }: ServerAuth) {
  if (given?.clientId)
    return {
      client_id: given.clientId,
      ...(given.clientSecret ? { client_secret: given.clientSecret } : {}),
      ...(given.issuer ? { issuer: given.issuer } : {}),
    };
  const uris = (client as { redirect_uris?: string[] } | undefined)?.redirect_uris;
  return uris && !uris.includes(redirectUrl()) ? undefined : client;
}
