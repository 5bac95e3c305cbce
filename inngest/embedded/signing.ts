import { createHash, createHmac } from "node:crypto";
import { isSame } from "./exchange";

/**
 * The X-Inngest-Signature of a body: HMAC-SHA256 over its canonical JSON text and the time in seconds,
 * with the key stripped of its `signkey-<env>-` prefix.
 */
export function signBody(canonicalBody: string, signingKey: string, nowMs = Date.now()): string {
  const seconds = Math.floor(nowMs / 1000).toString();
  const key = signingKey.replace(/^signkey-\w+-/, "");
  const signature = createHmac("sha256", key).update(canonicalBody).update(seconds).digest("hex");
  return `t=${seconds}&s=${signature}`;
}

/**
 * Whether a request carries the signing key as its bearer token: plain, as people send it, or hashed, as
 * the SDK does.
 */
export function isBearer(header: string | null, signingKey: string): boolean {
  const [, token] = /^Bearer (.+)$/i.exec(header ?? "") ?? [];
  return token !== undefined && (isSame(token, signingKey) || isSame(token, hashKey(signingKey)));
}

/** The key's bytes hashed, behind its prefix. */
function hashKey(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? "";
  const bytes = Buffer.from(signingKey.slice(prefix.length), "hex");
  return prefix + createHash("sha256").update(bytes).digest("hex");
}
