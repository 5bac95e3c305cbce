import { createHmac } from "node:crypto";

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
