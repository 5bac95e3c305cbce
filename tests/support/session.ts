import { createHash, randomBytes } from "node:crypto";
import { query } from "./query";

/** Signs a person in through next-auth with a fresh owner link. Returns the cookie header of the session. */
export async function signIn(hub: { url: string; databaseUrl: string }): Promise<string> {
  const token = randomBytes(24).toString("hex");
  const hash = createHash("sha256").update(token).digest("hex");
  await query(
    hub,
    "INSERT INTO owner_link (token_hash, expires_at) VALUES ($1, now() + interval '1 minute')",
    [hash],
  );
  const cookie = await signInWith(hub.url, token);
  if (!cookie) throw new Error("The owner link was refused.");
  return cookie;
}

/** The session's cookie header for an owner link's token, or null when the token is refused. */
export async function signInWith(url: string, token: string): Promise<string | null> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${url}/api/auth/callback/owner-link`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: readCookies(csrf).join("; ") },
    body: new URLSearchParams({ csrfToken, token, json: "true" }),
    redirect: "manual",
  });
  return readCookies(response).find((cookie) => cookie.includes("next-auth.session-token=")) ?? null;
}

function readCookies(response: Response): string[] {
  return response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
}
