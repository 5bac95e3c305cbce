import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { personActor } from "@/server/actor";
import { db } from "@/server/db";
import { answerOauthCallback } from "@/server/mcp-servers/door";
import { beginSignIn, finishSignIn } from "@/server/mcp-servers/sign-in";
import { runHeld } from "@/tests/support/held-tools";
import { startMcpServer, type TestMcpServer } from "@/tests/support/mcp-server";
import { type OauthServer, startOauthServer } from "@/tests/support/oauth-server";
import { callRest } from "@/tests/support/rest-in-process";
import { insertPersona, openServices, type Services } from "@/tests/support/services";

const owner = personActor("owner", "Owner");
let services: Services;
let oauth: OauthServer;
let shop: TestMcpServer;
beforeAll(async () => {
  process.env.SAFE_FETCH_ALLOW = "127.0.0.1";
  services = await openServices();
  oauth = await startOauthServer();
  shop = await startMcpServer({
    isAllowed: (bearer) => bearer !== null && oauth.isValid(bearer),
    authorizationServer: oauth.url,
  });
});
afterAll(async () => {
  await shop.stop();
  await oauth.stop();
  await services.close();
});

let count = 0;
async function add(fields: Record<string, unknown> = {}) {
  const name = `shop${++count}`;
  const { json } = await callRest("POST", "/api/mcp-servers", {
    name,
    url: shop.url,
    authType: "oauth",
    ...fields,
  });
  return { id: json.id as string, name };
}
const read = async (id: string) => (await callRest("GET", `/api/mcp-servers/${id}`)).json;
async function connect(id: string): Promise<URL> {
  const { authorizationUrl } = await beginSignIn(owner, id);
  return oauth.agree(authorizationUrl);
}
const readCallback = (url: URL) => ({
  state: url.searchParams.get("state"),
  code: url.searchParams.get("code"),
  iss: url.searchParams.get("iss"),
  error: url.searchParams.get("error"),
  errorDescription: null,
});
async function connected(fields: Record<string, unknown> = {}) {
  const server = await add(fields);
  await finishSignIn(owner, readCallback(await connect(server.id)));
  const personaId = await insertPersona();
  await db.personaMcpServer.create({ data: { personaId, serverId: server.id } });
  return { ...server, personaId, tool: `mcp__${server.name}__list_orders` };
}
const input = { status: "open" };

describe("signing in to an MCP server", () => {
  test("registers the hub, brings the person back and reads the tools", async () => {
    const { id } = await add();
    expect(await read(id)).toMatchObject({ isConnected: false, toolCount: 0 });
    const back = await connect(id);
    expect(back.origin + back.pathname).toBe("http://localhost:3000/api/mcp-servers/oauth/callback");
    expect(oauth.registrations.at(-1)).toMatchObject({
      client_name: "Ensemble",
      redirect_uris: [back.origin + back.pathname],
    });
    const cookie = await encode({
      token: { sub: "owner", name: "Owner" },
      secret: process.env.NEXTAUTH_SECRET ?? "",
    });
    const response = await answerOauthCallback(
      new Request(back, { headers: { Cookie: `next-auth.session-token=${cookie}` } }),
    );
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`http://localhost:3000/tools/servers/${id}`);
    expect(await read(id)).toMatchObject({ isConnected: true, toolCount: 9, lastError: null });
    expect(oauth.tokenRequests.at(-1)?.parameters).toMatchObject({
      grant_type: "authorization_code",
      resource: shop.url,
    });
  });

  test("is no stranger's to end", async () => {
    const { id } = await add();
    const back = await connect(id);
    const response = await answerOauthCallback(new Request(back));
    expect(response.status).toBe(401);
    const other = personActor("other", "Other");
    await expect(finishSignIn(other, readCallback(back))).rejects.toMatchObject({ code: "unprocessable" });
    expect(await read(id)).toMatchObject({ isConnected: false });
  });

  test("holds once", async () => {
    const { id } = await add();
    const back = readCallback(await connect(id));
    await finishSignIn(owner, back);
    await expect(finishSignIn(owner, back)).rejects.toMatchObject({ code: "unprocessable" });
  });

  test("holds for ten minutes", async () => {
    const { id } = await add();
    const back = readCallback(await connect(id));
    await db.oauthState.updateMany({ data: { createdAt: new Date(Date.now() - 601_000) } });
    await expect(finishSignIn(owner, back)).rejects.toMatchObject({ code: "unprocessable" });
  });

  test("says what was refused, in the reply and in the server's row", async () => {
    const { id } = await add();
    const back = readCallback(await connect(id));
    const denied = { ...back, code: null, error: "access_denied" };
    await expect(finishSignIn(owner, denied)).rejects.toThrow("access_denied");
    expect((await read(id)).lastError).toContain("access_denied");
  });

  test("takes no answer of another authorization server", async () => {
    const { id } = await add();
    const back = readCallback(await connect(id));
    await expect(finishSignIn(owner, { ...back, iss: "https://evil.test" })).rejects.toMatchObject({
      code: "provider_failed",
    });
    expect(await read(id)).toMatchObject({ isConnected: false });
  });

  test("uses the client that a person entered", async () => {
    const { id } = await add({ oauthClientId: oauth.clientId, oauthScope: "orders" });
    const before = oauth.registrations.length;
    const { authorizationUrl } = await beginSignIn(owner, id);
    const asked = new URL(authorizationUrl).searchParams;
    expect([asked.get("client_id"), asked.get("scope")]).toEqual([oauth.clientId, "orders"]);
    await finishSignIn(owner, readCallback(await oauth.agree(authorizationUrl)));
    expect(oauth.registrations.length).toBe(before);
    expect(await read(id)).toMatchObject({ isConnected: true, oauthClientId: oauth.clientId });
  });

  test("is for servers that are set to it", async () => {
    const { id } = await add({ authType: "none" });
    await expect(beginSignIn(owner, id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("stores nothing in plain", async () => {
    const { id } = await connected();
    const row = JSON.stringify(await db.mcpServer.findUnique({ where: { id } }));
    expect(row).not.toMatch(/sk-ant-o|refresh_token|access_token/);
    const { id: pending } = await add();
    const { authorizationUrl } = await beginSignIn(owner, pending);
    const state = new URL(authorizationUrl).searchParams.get("state") ?? "";
    expect(JSON.stringify(await db.oauthState.findMany())).not.toContain(state);
  });
});

describe("its tokens", () => {
  test("are renewed when they have ended, once for all that call at the same time", async () => {
    const { personaId, tool } = await connected();
    oauth.expireTokens();
    const before = oauth.tokenRequests.length;
    const results = await Promise.all([1, 2, 3].map(() => runHeld(personaId, tool, input)));
    expect(results.map(({ output }) => output)).toEqual(Array(3).fill("orders that are open"));
    const grants = oauth.tokenRequests.slice(before).map(({ parameters }) => parameters.grant_type);
    expect(grants).toEqual(["refresh_token"]);
  });

  test("are renewed ahead of their end", async () => {
    oauth.holdFor(30);
    const { personaId, tool } = await connected();
    oauth.holdFor(3_600);
    const before = oauth.tokenRequests.length;
    await runHeld(personaId, tool, input);
    await runHeld(personaId, tool, input);
    expect(oauth.tokenRequests.length - before).toBeLessThanOrEqual(1);
    const refused = shop.requests.slice(-3).filter(({ authorization }) => authorization === null);
    expect(refused).toEqual([]);
  });

  test("that cannot be renewed ask for a person, and keep what is stored", async () => {
    const { id, personaId, tool } = await connected();
    oauth.expireTokens();
    oauth.fault(
      { status: 400, body: { error: "invalid_grant" } },
      { status: 400, body: { error: "invalid_grant" } },
    );
    const result = await runHeld(personaId, tool, input);
    expect(result).toEqual({ isError: true, output: expect.stringContaining("wants a person to sign in") });
    expect(await read(id)).toMatchObject({ isConnected: true });
  });

  test("are forgotten on request, and with the URL", async () => {
    const { id } = await connected();
    expect((await callRest("POST", `/api/mcp-servers/${id}/disconnect`)).json).toMatchObject({
      isConnected: false,
    });
    const { id: moved } = await connected();
    const reply = await callRest("PUT", `/api/mcp-servers/${moved}`, {
      url: shop.url.replace("/mcp", "/other"),
    });
    expect(reply.json).toMatchObject({ isConnected: false });
  });
});
