import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type TokenRequest = { headers: IncomingMessage["headers"]; parameters: Record<string, string> };
type Fault = { status: number; body?: object; headers?: Record<string, string> };
type Client = { id: string; redirectUris: string[] | null };
type Code = { clientId: string; redirectUri: string; challenge: string; scope: string };
type Family = { refreshToken: string; accessTokens: string[]; scope: string };

export type OauthServer = {
  url: string;
  clientId: string;
  /** What clients said of themselves as they registered. */
  registrations: Record<string, unknown>[];
  /** What was asked at the token endpoint, oldest first. */
  tokenRequests: TokenRequest[];
  /** Tokens that were given up at the revocation endpoint. */
  revoked: string[];
  /** Answers the next requests at the token endpoint with these instead, oldest first; null lets one through. */
  fault: (...faults: (Fault | null)[]) => void;
  /** How many seconds the tokens hold that are given from now on. */
  holdFor: (seconds: number) => void;
  /** Lets every answer of the token endpoint wait so long. */
  delayBy: (ms: number) => void;
  /** Lets every access token given so far end, as time would. */
  expireTokens: () => void;
  /** What a browser is led to after agreeing at this authorization URL. */
  agree: (authUrl: string) => Promise<URL>;
  isValid: (accessToken: string) => boolean;
  stop: () => Promise<void>;
};

/**
 * An OAuth 2.1 server with one public client, and any that registers (RFC 7591), which tells where its endpoints are
 * (RFC 8414): authorization code with PKCE S256, which serves once; refresh tokens that
 * rotate, of which a used one takes the whole sign-in with it (RFC 9700 §4.14); revocation (RFC 7009). Parameters are
 * taken as form or JSON.
 */
export async function startOauthServer(): Promise<OauthServer> {
  const clientId = `client-${randomBytes(6).toString("hex")}`;
  const clients = new Map<string, Client>([[clientId, { id: clientId, redirectUris: null }]]);
  const registrations: Record<string, unknown>[] = [];
  const codes = new Map<string, Code>();
  const families: Family[] = [];
  const used = new Map<string, Family>();
  const tokenRequests: TokenRequest[] = [];
  const revoked: string[] = [];
  const faults: (Fault | null)[] = [];
  let seconds = 3_600;
  let delayMs = 0;

  const give = (family: Family) => {
    const accessToken = `sk-ant-oat01-${randomBytes(18).toString("base64url")}`;
    family.refreshToken = `sk-ant-ort01-${randomBytes(18).toString("base64url")}`;
    family.accessTokens.push(accessToken);
    return {
      token_type: "Bearer",
      access_token: accessToken,
      refresh_token: family.refreshToken,
      expires_in: seconds,
      scope: family.scope,
    };
  };
  const drop = (family: Family) => {
    family.accessTokens = [];
    family.refreshToken = "";
  };

  const isKnown = (id = "", redirectUri = "") => {
    const client = clients.get(id);
    return client !== undefined && (client.redirectUris?.includes(redirectUri) ?? true);
  };

  const register = (asked: Record<string, unknown>, response: ServerResponse) => {
    registrations.push(asked);
    const redirectUris = asked.redirect_uris as string[];
    const id = `registered-${randomBytes(6).toString("hex")}`;
    clients.set(id, { id, redirectUris });
    answer(response, 201, { ...asked, client_id: id, token_endpoint_auth_method: "none" });
  };

  const authorize = (url: URL, response: ServerResponse) => {
    const query = Object.fromEntries(url.searchParams);
    const { redirect_uri: redirectUri = "", state = "", code_challenge: challenge = "", scope = "" } = query;
    const isFit =
      query.response_type === "code" &&
      isKnown(query.client_id, redirectUri) &&
      query.code_challenge_method === "S256" &&
      challenge.length === 43 &&
      URL.canParse(redirectUri);
    if (!isFit) return answer(response, 400, { error: "invalid_request" });
    const code = randomBytes(18).toString("base64url");
    codes.set(code, { clientId: query.client_id ?? "", redirectUri, challenge, scope });
    const target = new URL(redirectUri);
    target.searchParams.set("code", code);
    target.searchParams.set("state", state);
    target.searchParams.set("iss", url.origin);
    response.writeHead(302, { Location: target.href }).end();
  };

  const exchange = (parameters: Record<string, string>, response: ServerResponse) => {
    if (!clients.has(parameters.client_id ?? ""))
      return answer(response, 401, { error: "invalid_client", error_description: "Unknown client" });
    if (parameters.grant_type === "refresh_token") return refresh(parameters, response);
    if (parameters.grant_type !== "authorization_code")
      return answer(response, 400, { error: "unsupported_grant_type" });
    const code = codes.get(parameters.code ?? "");
    codes.delete(parameters.code ?? "");
    const challenge = createHash("sha256")
      .update(parameters.code_verifier ?? "")
      .digest("base64url");
    if (
      !code ||
      code.clientId !== parameters.client_id ||
      code.challenge !== challenge ||
      code.redirectUri !== parameters.redirect_uri
    )
      return answer(response, 400, { error: "invalid_grant", error_description: "The code does not hold" });
    const family: Family = { refreshToken: "", accessTokens: [], scope: code.scope };
    families.push(family);
    answer(response, 200, give(family));
  };

  const refresh = (parameters: Record<string, string>, response: ServerResponse) => {
    const given = parameters.refresh_token ?? "";
    const replayed = used.get(given);
    if (replayed) drop(replayed);
    const family = families.find(({ refreshToken }) => refreshToken !== "" && refreshToken === given);
    if (!family)
      return answer(response, 400, {
        error: "invalid_grant",
        error_description: "The refresh token does not hold",
      });
    used.set(given, family);
    answer(response, 200, give(family));
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    if (url.pathname === "/.well-known/oauth-authorization-server")
      return answer(response, 200, describeServer(url.origin));
    if (request.method === "GET" && url.pathname === "/authorize") return authorize(url, response);
    const parameters = await readParameters(request);
    if (request.method === "POST" && url.pathname === "/register") return register(parameters, response);
    if (request.method === "POST" && url.pathname === "/token") {
      tokenRequests.push({ headers: request.headers, parameters });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const fault = faults.shift();
      if (fault)
        return answer(
          response,
          fault.status,
          fault.body ?? { error: "temporarily_unavailable" },
          fault.headers,
        );
      return exchange(parameters, response);
    }
    if (request.method === "POST" && url.pathname === "/revoke") {
      const token = parameters.token ?? "";
      revoked.push(token);
      for (const family of families)
        if (family.refreshToken === token || family.accessTokens.includes(token)) drop(family);
      return answer(response, 200, {});
    }
    answer(response, 404, { error: "not_found" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    clientId,
    registrations,
    tokenRequests,
    revoked,
    fault: (...more) => void faults.push(...more),
    holdFor: (given) => {
      seconds = given;
    },
    delayBy: (ms) => {
      delayMs = ms;
    },
    expireTokens: () => {
      for (const family of families) family.accessTokens = [];
    },
    agree: async (authUrl) => {
      const response = await fetch(authUrl, { redirect: "manual" });
      const location = response.headers.get("location");
      if (location === null) throw new Error(`The sign-in was refused: ${await response.text()}`);
      return new URL(location);
    },
    isValid: (token) => families.some(({ accessTokens }) => accessTokens.includes(token)),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function describeServer(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none"],
    authorization_response_iss_parameter_supported: true,
  };
}

async function readParameters(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (request.headers["content-type"]?.startsWith("application/json"))
    return JSON.parse(text) as Record<string, string>;
  return Object.fromEntries(new URLSearchParams(text));
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers });
  response.end(JSON.stringify(body));
}
