import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { send } from "@/tests/support/api";
import { query } from "@/tests/support/query";
import { signIn, signInWith } from "@/tests/support/session";
import { sharedHub } from "@/tests/support/shared-hub";

const hub = sharedHub();
const withCookie = (cookie: string) => ({ key: null, headers: { Cookie: cookie } });

test("the link that the start printed signs in once", async () => {
  const token = new URL(hub.ownerLink).searchParams.get("token") ?? "";
  const cookie = await signInWith(hub.url, token);
  expect(cookie).not.toBeNull();
  expect((await send(hub, "GET", "/api/personas", withCookie(cookie ?? ""))).status).toBe(200);
  expect(await signInWith(hub.url, token)).toBeNull();
});

test("one link tried by ten at once lets one in", async () => {
  const token = await plantLink("1 minute");
  const cookies = await Promise.all(Array.from({ length: 10 }, () => signInWith(hub.url, token)));
  expect(cookies.filter((cookie) => cookie !== null)).toHaveLength(1);
});

test("a link that has expired, and one that never was, let nobody in", async () => {
  expect(await signInWith(hub.url, await plantLink("-1 minute"))).toBeNull();
  expect(await signInWith(hub.url, randomBytes(24).toString("hex"))).toBeNull();
  expect(await signInWith(hub.url, "")).toBeNull();
});

test("only the hash of a link is stored", async () => {
  const token = new URL(hub.ownerLink).searchParams.get("token") ?? "nothing";
  const rows = await query<{ text: string }>(
    hub,
    "SELECT to_jsonb(owner_link)::text AS text FROM owner_link",
  );
  expect(rows.map(({ text }) => text).join()).not.toContain(token);
});

test("a page without a session leads to the sign-in, with one it is shown", async () => {
  const turned = await send(hub, "GET", "/personas", { key: null });
  expect(turned.status).toBe(307);
  expect(turned.headers.get("location")).toMatch(/^(http:\/\/[^/]+)?\/sign-in/);
  expect((await send(hub, "GET", "/personas", withCookie(await signIn(hub)))).status).toBe(200);
});

test("a cookie that was tampered with is nobody's", async () => {
  const cookie = await signIn(hub);
  const forged = `${cookie.slice(0, -4)}${cookie.endsWith("AAAA") ? "BBBB" : "AAAA"}`;
  expect((await send(hub, "GET", "/api/personas", withCookie(forged))).status).toBe(401);
});

test("the session's cookie is out of a script's reach", async () => {
  const token = await plantLink("1 minute");
  const csrf = await fetch(`${hub.url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${hub.url}/api/auth/callback/owner-link`, {
    method: "POST",
    headers: {
      Cookie: csrf.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; "),
    },
    body: new URLSearchParams({ csrfToken, token, json: "true" }),
    redirect: "manual",
  });
  const session = response.headers.getSetCookie().find((cookie) => cookie.includes("session-token="));
  expect(session).toMatch(/HttpOnly/i);
  expect(session).toMatch(/SameSite=Lax/i);
});

async function plantLink(expiresIn: string): Promise<string> {
  const token = randomBytes(24).toString("hex");
  const hash = createHash("sha256").update(token).digest("hex");
  await query(hub, "INSERT INTO owner_link (token_hash, expires_at) VALUES ($1, now() + $2::interval)", [
    hash,
    expiresIn,
  ]);
  return token;
}
