import { createHmac } from "node:crypto";
import { isEqualSecret } from "@/server/crypto";
import type { Refusal } from "@/server/webhooks/provider";

/** How far a signed time may lie from ours, in seconds: what Slack, Stripe and Standard Webhooks name. */
const windowSeconds = 300;

/** HMAC-SHA256 over the parts as one text. */
export function signParts(
  key: string | Uint8Array,
  encoding: "hex" | "base64",
  ...parts: (string | Uint8Array)[]
): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

/** Whether one of the signatures given is what one of the secrets makes. Every pair is compared, each in constant time. */
export function holdsAny(
  given: readonly string[],
  secrets: readonly string[],
  sign: (secret: string) => string,
): boolean {
  const expected = secrets.map(sign);
  const results = given.flatMap((signature) => expected.map((each) => isEqualSecret(signature, each)));
  return results.includes(true);
}

/** Why a signed time (seconds, as text) does not do, or null: it must lie within five minutes of `now` (epoch ms). */
export function refuseTime(seconds: string, now: number): Refusal | null {
  if (!/^\d{1,12}$/.test(seconds))
    return { reason: "signature_invalid", message: "The signed time is no number of seconds." };
  const apart = Math.floor(now / 1000) - Number(seconds);
  if (Math.abs(apart) <= windowSeconds) return null;
  const side = apart > 0 ? "old" : "ahead of the hub's clock";
  return {
    reason: "timestamp_outside_window",
    message: `The signed time is ${Math.abs(apart)} s ${side}; at most ${windowSeconds} s are taken. Check both clocks, or send it anew.`,
  };
}

export const signatureInvalid: Refusal = {
  reason: "signature_invalid",
  message: "The signature does not hold: another secret, or the body was changed on its way.",
};

/** The words for a delivery that carries no signature. */
export function signatureMissing(headers: string): Refusal {
  return { reason: "signature_missing", message: `The delivery is not signed: ${headers} is missing.` };
}
