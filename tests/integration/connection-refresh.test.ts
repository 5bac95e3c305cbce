import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { systemActor, webhookActor } from "@/server/actor";
import { streamTurn } from "@/server/claude";
import { findClaudeAuth, hasClaudeAuth } from "@/server/connection/auth";
import { isDue, refreshTokens, refreshWhenDue } from "@/server/connection/refresh";
import { beginSignIn, disconnect, getOauthStatus, storeToken } from "@/server/connection/service";
import { readTokens, swapTokens } from "@/server/connection/tokens";
import { db } from "@/server/db";
import { getStatus } from "@/server/system/service";
import { ada, askRest, openClaudeConnection, readStored } from "@/tests/support/claude-connection";
import { awaitState } from "@/tests/support/settle";

let connection: Awaited<ReturnType<typeof openClaudeConnection>>;
beforeAll(async () => {
  connection = await openClaudeConnection();
});
afterAll(() => connection?.close());
afterEach(() => connection.forget());

describe("renewing", () => {
  test.each([
    [601, null, false],
    [600, null, true],
    [-5, null, true],
    [60, { reason: "busy", retryAt: 1_000 }, false],
    [60, { reason: "busy", retryAt: 0 }, true],
    [60, { reason: "refused", retryAt: null }, false],
  ])("of tokens that hold %i s longer, after the failure %j, is due: %s", (seconds, failure, due) => {
    const tokens = { accessToken: "a", refreshToken: "r", obtainedAt: 0, scopes: [], lease: null };
    expect(isDue({ ...tokens, expiresAt: seconds * 1_000, failure }, 0)).toBe(due);
    expect(isDue({ ...tokens, expiresAt: seconds * 1_000, failure, refreshToken: null }, 0)).toBe(false);
  });

  test("happens ahead of time when the token is used, and by itself when it is not", async () => {
    connection.oauth.holdFor(599);
    await connection.connect();
    const first = (await readStored()).tokens.accessToken;
    connection.oauth.holdFor(3_600);
    const auth = await findClaudeAuth();
    expect(auth).toEqual({ kind: "oauth", value: (await readStored()).tokens.accessToken });
    expect(auth?.value).not.toBe(first);
    expect(await refreshWhenDue()).toEqual({ isRefreshed: false });
    connection.oauth.holdFor(100);
    await connection.connect();
    expect(await refreshWhenDue()).toEqual({ isRefreshed: true });
  });

  test("by many at once asks the provider once, and all get the same token", async () => {
    await connection.connect();
    const { tokens } = await readStored();
    connection.oauth.delayBy(250);
    const calls = connection.oauth.tokenRequests.length;
    const renewed = await Promise.all(Array.from({ length: 8 }, () => refreshTokens(tokens)));
    expect(connection.oauth.tokenRequests.length).toBe(calls + 1);
    expect(new Set(renewed.map((each) => each?.accessToken)).size).toBe(1);
    expect(connection.oauth.isValid(renewed[0]?.accessToken ?? "")).toBe(true);
    expect((await readStored()).tokens).toMatchObject({ lease: null, failure: null });
  });

  test("keeps what it got when the same tokens were sealed anew meanwhile, and when its lease ran out", async () => {
    await connection.connect();
    const { tokens } = await readStored();
    connection.oauth.delayBy(300);
    const renewing = refreshTokens(tokens);
    const leased = await awaitState(readStored, (held) => held.tokens.lease !== null);
    const other = { by: "another", until: Date.now() + 60_000 };
    expect(await swapTokens(leased, { ...leased.tokens, lease: other })).toBe(true);
    const renewed = await renewing;
    expect((await readStored()).tokens).toEqual(renewed);
    expect(connection.oauth.isValid(renewed?.accessToken ?? "")).toBe(true);
  });

  test("takes over from one that was cut off", async () => {
    await connection.connect();
    const held = await readStored();
    await swapTokens(held, { ...held.tokens, lease: { by: "gone", until: Date.now() + 300 } });
    const renewed = await refreshTokens(held.tokens);
    expect(connection.oauth.isValid(renewed?.accessToken ?? "")).toBe(true);
  });

  test("that ends after a disconnect brings nothing back, and gives up what it got", async () => {
    await connection.connect();
    const { tokens } = await readStored();
    connection.oauth.delayBy(300);
    const renewing = refreshTokens(tokens);
    await awaitState(readStored, (held) => held.tokens.lease !== null);
    await disconnect(ada);
    expect(await renewing.catch(() => null)).toBeNull();
    expect(await readTokens()).toBeNull();
  });

  test("that fails keeps the sign-in while the fault may pass, and tries again later", async () => {
    connection.oauth.holdFor(60);
    await connection.connect();
    const { tokens } = await readStored();
    connection.oauth.fault({ status: 503 });
    expect(await findClaudeAuth()).toEqual({ kind: "oauth", value: tokens.accessToken });
    expect(await getOauthStatus(ada)).toMatchObject({
      connected: true,
      problem: expect.stringContaining("503"),
    });
    const calls = connection.oauth.tokenRequests.length;
    expect(await findClaudeAuth()).toEqual({ kind: "oauth", value: tokens.accessToken });
    expect(connection.oauth.tokenRequests.length).toBe(calls);
    const held = await readStored();
    await swapTokens(held, { ...held.tokens, failure: { reason: "503", retryAt: 0 } });
    expect((await findClaudeAuth())?.value).not.toBe(tokens.accessToken);
    expect(await getOauthStatus(ada)).toMatchObject({ problem: null });
  });

  test("that fails once the token has expired is a fault that may pass, not the lack of a key", async () => {
    await connection.connect();
    const held = await readStored();
    await swapTokens(held, { ...held.tokens, expiresAt: Date.now() - 1 });
    connection.oauth.fault({ status: 503 });
    await expect(findClaudeAuth()).rejects.toMatchObject({ code: "provider_failed" });
    await expect(findClaudeAuth()).rejects.toMatchObject({ code: "provider_failed" });
    expect(await hasClaudeAuth()).toBe(true);
  });

  test("that is refused for good says so and is not tried again", async () => {
    await connection.connect();
    const held = await readStored();
    await swapTokens(held, { ...held.tokens, refreshToken: "used-up", expiresAt: Date.now() - 1 });
    expect(await findClaudeAuth()).toBeNull();
    const calls = connection.oauth.tokenRequests.length;
    expect(await findClaudeAuth()).toBeNull();
    expect(connection.oauth.tokenRequests.length).toBe(calls);
    expect(await hasClaudeAuth()).toBe(false);
    expect(await getOauthStatus(ada)).toMatchObject({
      connected: true,
      isExpired: true,
      problem: expect.stringContaining("The refresh token does not hold"),
    });
  });
});

describe("what Claude is called with", () => {
  test("is the stored key before the token of a sign-in; the token goes out beside the header that it needs", async () => {
    expect(await findClaudeAuth()).toBeNull();
    expect((await getStatus(systemActor)).hasClaudeToken).toBe(false);
    await connection.connect();
    const auth = await findClaudeAuth();
    expect((await getStatus(systemActor)).hasClaudeToken).toBe(true);
    if (!auth) throw new Error("There is no way to call Claude.");
    await streamTurn({
      auth,
      model: "claude-sonnet-5-5",
      maxTokens: 10,
      system: "",
      messages: [{ role: "user", content: "By sign-in." }],
      signal: new AbortController().signal,
      idleTimeoutMs: 5_000,
      onText: () => undefined,
      onCut: () => undefined,
    });
    expect(connection.api.find("By sign-in.")[0]?.headers).toMatchObject({
      authorization: `Bearer ${auth.value}`,
      "anthropic-beta": "oauth-2025-04-20",
    });
    const token = `sk-ant-api03-${"k".repeat(20)}`;
    expect(await askRest("POST", "/api/token", { token })).toMatchObject({
      status: 200,
      json: { status: "token_stored" },
    });
    expect(await findClaudeAuth()).toEqual({ kind: "key", value: token });
    expect(JSON.stringify(await db.secret.findMany())).not.toContain(token);
    const other = `sk-ant-api03-${"o".repeat(20)}`;
    expect(await askRest("POST", "/api/token", { token: other })).toMatchObject({
      status: 403,
      json: { code: "forbidden", error: expect.stringContaining("under Settings → Claude") },
    });
    expect((await findClaudeAuth())?.value).toBe(token);
    expect(await storeToken(ada, { token: other })).toEqual({ status: "token_stored" });
    expect((await findClaudeAuth())?.value).toBe(other);
  });

  test.each([
    ["another prefix", "sk-proj-0123456789"],
    ["nothing behind it", "sk-ant-"],
    ["a space", "sk-ant-0123 456789"],
  ])("cannot be a token with %s", async (_name, token) => {
    expect(await askRest("POST", "/api/token", { token })).toMatchObject({
      status: 400,
      json: { issues: [{ path: "token" }] },
    });
  });

  test("is nobody's to change without the scope", async () => {
    const stranger = webhookActor("gitlab");
    for (const act of [beginSignIn, disconnect, getOauthStatus])
      await expect(act(stranger)).rejects.toMatchObject({ code: "forbidden" });
  });
});
