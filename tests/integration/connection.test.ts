import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { personActor, systemActor } from "@/server/actor";
import { receiveSignIn } from "@/server/connection/door";
import { beginSignIn, finishSignIn, getOauthStatus } from "@/server/connection/service";
import { db } from "@/server/db";
import { getStatus } from "@/server/system/service";
import { ada, askRest, openClaudeConnection, readStored } from "@/tests/support/claude-connection";

const scopes = ["org:create_api_key", "user:profile", "user:inference"];
let connection: Awaited<ReturnType<typeof openClaudeConnection>>;
beforeAll(async () => {
  connection = await openClaudeConnection();
});
afterAll(() => connection?.close());
afterEach(() => connection.forget());

describe("a sign-in over REST", () => {
  test("leads to Claude with PKCE and back, and shows no token", async () => {
    const begun = await askRest("POST", "/api/oauth/authorize");
    expect(begun).toMatchObject({ status: 200, json: { instructions: expect.any(Array) } });
    const url = new URL(begun.json.authUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      code: "true",
      response_type: "code",
      client_id: connection.oauth.clientId,
      redirect_uri: "http://hub.test/api/oauth/callback",
      scope: scopes.join(" "),
      state: begun.json.state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    expect((await askRest("GET", "/api/oauth/status")).json).toMatchObject({
      connected: false,
      expiresAt: null,
    });
    const back = await connection.oauth.agree(url.href);
    const code = back.searchParams.get("code");
    const ended = await askRest("POST", "/api/oauth/callback", { code, state: begun.json.state });
    expect(ended).toMatchObject({ status: 200, json: { status: "connected", scopes } });
    const status = await askRest("GET", "/api/oauth/status");
    expect(status.json).toEqual({
      connected: true,
      scopes,
      expiresAt: ended.json.expiresAt,
      isExpired: false,
      problem: null,
      setup: null,
    });
    expect((await getStatus(systemActor)).oauth).toEqual({
      connected: true,
      scopes,
      expiresAt: ended.json.expiresAt,
    });
    const rows = JSON.stringify([await db.secret.findMany(), await db.oauthState.findMany(), status, ended]);
    expect(rows).not.toContain((await readStored()).tokens.accessToken);
    expect(rows).not.toContain("sk-ant-");
  });

  test("takes code#state as the provider's page shows it, with spaces around it", async () => {
    const { code, state } = await connection.agree();
    const ended = await askRest("POST", "/api/oauth/callback", { code: ` ${code}#${state}\n` });
    expect(ended).toMatchObject({ status: 200, json: { status: "connected" } });
  });

  test("is renewed and ended, which is noted, and tells the provider", async () => {
    await connection.connect();
    const before = await readStored();
    const refreshed = await askRest("POST", "/api/oauth/refresh");
    expect(refreshed).toMatchObject({ status: 200, json: { status: "refreshed" } });
    const after = await readStored();
    expect(after.tokens.accessToken).not.toBe(before.tokens.accessToken);
    expect(refreshed.json.expiresAt).toBe(new Date(after.tokens.expiresAt).toISOString());
    const ended = await askRest("DELETE", "/api/oauth/disconnect");
    expect(ended.json).toEqual({ status: "disconnected", serverRevoked: true });
    expect(connection.oauth.revoked.at(-1)).toBe(after.tokens.refreshToken);
    expect(connection.oauth.isValid(after.tokens.accessToken)).toBe(false);
    expect((await askRest("DELETE", "/api/oauth/disconnect")).json).toMatchObject({ serverRevoked: false });
    expect(await askRest("POST", "/api/oauth/refresh")).toMatchObject({
      status: 409,
      json: { code: "conflict" },
    });
    const actions = (await db.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(["claude_connected", "claude_disconnected"]);
  });

  test.each([
    ["a refusal", { status: 400, body: { error: "invalid_grant" } }, 401, "invalid_grant", false],
    [
      "too many requests",
      { status: 429, headers: { "Retry-After": "7" } },
      429,
      "temporarily_unavailable",
      true,
    ],
    ["a fault", { status: 503, body: { error: "server_error" } }, 502, "server_error", true],
    ["an answer without a token", { status: 200, body: { ok: true } }, 502, "invalid_response", true],
    [
      "a redirect",
      { status: 302, headers: { Location: "http://elsewhere.test" } },
      502,
      "temporarily_unavailable",
      true,
    ],
  ])(
    "says of %s what kind it is; what may pass can be tried again",
    async (_name, fault, status, errorType, transient) => {
      const given = await connection.agree();
      connection.oauth.fault(fault);
      const refused = await askRest("POST", "/api/oauth/callback", given);
      expect(refused).toMatchObject({
        status,
        json: { error: expect.any(String), errorType, transient, requestId: expect.any(String) },
      });
      if (status === 429) expect(refused.headers.get("retry-after")).toBe("7");
      const again = await askRest("POST", "/api/oauth/callback", given);
      expect(again.status).toBe(transient ? 200 : 401);
    },
  );
});

describe("a state", () => {
  test.each([
    ["that nobody began", async () => ({ code: "x", state: "none" }), "invalid_state"],
    ["that is missing", async () => ({ code: "x" }), "invalid_state"],
    [
      "that is older than ten minutes",
      async () => {
        const given = await connection.agree();
        await db.oauthState.updateMany({ data: { createdAt: new Date(Date.now() - 600_001) } });
        return given;
      },
      "expired_state",
    ],
    ["that another person began", () => connection.agree(personActor("github:eve", "Eve")), "invalid_state"],
    [
      "that was used",
      async () => {
        const given = await connection.agree();
        await finishSignIn(ada, given);
        return given;
      },
      "invalid_state",
    ],
  ])("%s is refused without asking the provider", async (_name, prepare, errorType) => {
    const given = { state: "", ...(await prepare()) };
    const calls = connection.oauth.tokenRequests.length;
    await expect(finishSignIn(ada, given)).rejects.toMatchObject({
      code: "unauthorized",
      extra: { errorType, transient: false },
    });
    expect(connection.oauth.tokenRequests.length).toBe(calls);
  });

  test("serves once, however many come with it at once", async () => {
    const given = await connection.agree();
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => finishSignIn(ada, given)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is among fifty at most: the oldest go, those of others stay", async () => {
    const other = { stateHash: "other", purpose: "mcp_x", verifierSealed: "x", createdAt: new Date(0) };
    await db.oauthState.create({ data: other });
    const first = await connection.agree();
    await db.oauthState.updateMany({
      where: { purpose: "claude" },
      data: { createdAt: new Date(Date.now() - 1_000) },
    });
    for (let count = 0; count < 50; count++) await beginSignIn(ada);
    expect(await db.oauthState.count({ where: { purpose: "claude" } })).toBe(50);
    expect(await db.oauthState.count()).toBe(51);
    await expect(finishSignIn(ada, first)).rejects.toMatchObject({ extra: { errorType: "invalid_state" } });
  });
});

describe("the way back through the browser", () => {
  const cookie = async () =>
    `next-auth.session-token=${await encode({ token: { sub: "owner", name: "Ada" }, secret: process.env.NEXTAUTH_SECRET ?? "" })}`;
  const back = async (query: string, headers: Record<string, string>) =>
    receiveSignIn(new Request(`http://hub.test/api/oauth/callback?${query}`, { headers }));

  test("connects and leads to the settings", async () => {
    const { code, state } = await connection.agree();
    const response = await back(`code=${code}&state=${state}`, { Cookie: await cookie() });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("http://hub.test/settings?claude=connected#claude");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect((await getOauthStatus(ada)).connected).toBe(true);
  });

  test("says how it failed, and does nothing for a stranger", async () => {
    const { code, state } = await connection.agree();
    const headers = { Cookie: await cookie() };
    const where = async (query: string, given = headers) =>
      (await back(query, given)).headers.get("location");
    expect(await where("error=access_denied")).toBe("http://hub.test/settings?claude=refused#claude");
    expect(await where(`code=${code}&state=x`)).toBe("http://hub.test/settings?claude=refused#claude");
    expect(await where(`code=${code}&state=${state}`, { Cookie: "" })).toBe("http://hub.test/sign-in");
    connection.oauth.fault({ status: 500 });
    expect(await where(`code=${code}&state=${state}`)).toBe("http://hub.test/settings?claude=failed#claude");
    await db.oauthState.updateMany({ data: { createdAt: new Date(0) } });
    expect(await where(`code=${code}&state=${state}`)).toBe("http://hub.test/settings?claude=expired#claude");
    expect((await getOauthStatus(ada)).connected).toBe(false);
  });
});
