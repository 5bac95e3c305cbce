import { decode } from "next-auth/jwt";
import { type Actor, personActor, teamKeyActor, workerActor } from "@/server/actor";
import { countAuthFailure } from "@/server/auth-failures";
import { isEqualSecret } from "@/server/crypto";
import { env } from "@/server/env";
import { AppError } from "@/server/errors";

/**
 * Who sends this request: the bearer of a key, or a signed-in person (next-auth's cookie); null when
 * nothing was presented. Throws unauthorized when what was presented does not hold, and forbidden when
 * another site's page uses a person's cookie to change something.
 */
export async function resolveActor(request: Request): Promise<Actor | null> {
  const bearer = readBearer(request);
  if (bearer !== null) {
    if (isEqualSecret(bearer, env().TEAM_API_KEY)) return teamKeyActor;
    const { WORKER_TOKEN } = env();
    if (WORKER_TOKEN && isEqualSecret(bearer, WORKER_TOKEN)) return workerActor;
    if (!WORKER_TOKEN && new URL(request.url).pathname.startsWith("/api/workers/"))
      throw new AppError("unavailable", "Workers cannot connect: WORKER_TOKEN is not set on the hub.");
    countAuthFailure(request, bearer);
    throw new AppError("unauthorized", "This key is not valid.", {
      headers: { "WWW-Authenticate": "Bearer" },
    });
  }
  const actor = await readSession(request.headers.get("cookie") ?? "");
  if (actor && request.method !== "GET" && request.method !== "HEAD") refuseForeignOrigin(request);
  return actor;
}

/** Like `resolveActor`, and throws unauthorized when nothing was presented. */
export async function requireActor(request: Request): Promise<Actor> {
  const actor = await resolveActor(request);
  if (actor) return actor;
  throw new AppError("unauthorized", "Sign in, or send a key as Authorization: Bearer <key>.", {
    headers: { "WWW-Authenticate": "Bearer" },
  });
}

/** The token after `Authorization: Bearer`, or null. */
export function readBearer(request: Request): string | null {
  const match = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "");
  return match?.[1] ?? null;
}

/** The person of a next-auth session cookie, or null when there is none or it no longer holds. */
export async function readSession(cookieHeader: string): Promise<Actor | null> {
  const token = readCookie(cookieHeader, sessionCookieName());
  if (!token) return null;
  const claims = await decode({ token, secret: env().NEXTAUTH_SECRET }).catch(() => null);
  if (!claims?.sub || !mayStillSignIn(claims.sub)) return null;
  return personActor(claims.sub, claims.name ?? claims.sub);
}

/** next-auth marks its cookie as secure when the hub is reached over https. */
export function sessionCookieName(): string {
  return env().PUBLIC_URL.startsWith("https:")
    ? "__Secure-next-auth.session-token"
    : "next-auth.session-token";
}

/** A session outlives its sign-in; the allow-list is asked each time. */
function mayStillSignIn(subject: string): boolean {
  return !subject.startsWith("github:") || isAllowedLogin(subject.slice("github:".length));
}

/** True for a GitHub login that GH_ALLOWED_USERS names. */
export function isAllowedLogin(login: string): boolean {
  const allowed = env()
    .GH_ALLOWED_USERS.split(",")
    .map((name) => name.trim().toLowerCase());
  return login !== "" && allowed.includes(login.toLowerCase());
}

function readCookie(header: string, name: string): string | null {
  const pair = header.split(/;\s*/).find((piece) => piece.startsWith(`${name}=`));
  return pair ? pair.slice(name.length + 1) : null;
}

function refuseForeignOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isForeign = site
    ? site !== "same-origin" && site !== "none"
    : origin !== null && !isOwnOrigin(origin, request);
  if (isForeign)
    throw new AppError("forbidden", "A signed-in person's changes are taken from the hub's own pages only.");
}

function isOwnOrigin(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.headers.get("host");
}
