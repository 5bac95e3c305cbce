import { asObject, firstWord, nameEventType } from "@/server/webhooks/payload";
import type { Knock, Provider, Refusal } from "@/server/webhooks/provider";
import {
  holdsAny,
  refuseTime,
  signatureInvalid,
  signatureMissing,
  signParts,
} from "@/server/webhooks/signature";

const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];

/** Standard Webhooks: `v1,` base64 HMAC over `<id>.<time>.<body>`, several signatures separated by spaces. */
export const standard: Provider = {
  name: "standard",
  label: "Standard Webhooks",
  needsSecret: true,
  status: 201,
  isSigned: (headers) => names.every((name) => headers.has(name)),
  verify: verifyStandard,
  deliveryId: ({ headers }) => headers.get("webhook-id"),
  toEvent: ({ json, text }) => ({
    eventType: nameEventType("", firstWord(asObject(json).type) ?? "webhook_received"),
    sourceType: "standard",
    sourceId: null,
    targetPersonaId: null,
    payload: text,
    useCaseId: null,
  }),
};

/**
 * Checks a Standard Webhooks signature over the bytes as they came. The library of that name reads the body as
 * text and the clock by itself, so that neither other bytes nor another time could be tried; it signs in the tests.
 */
export function verifyStandard({ headers, body, secrets, now }: Knock): Refusal | null {
  const [id, time, signatures] = names.map((name) => headers.get(name));
  if (!id || !time || !signatures) return signatureMissing(names.join(", "));
  const given = signatures.split(" ").filter((signature) => signature.startsWith("v1,"));
  const sign = (secret: string) => `v1,${signParts(readKey(secret), "base64", `${id}.${time}.`, body)}`;
  return refuseTime(time, now) ?? (holdsAny(given.slice(0, 10), secrets, sign) ? null : signatureInvalid);
}

/**
 * A secret with the prefix whsec_ is base64, of 16 bytes at least; any other signs as it stands. What is not base64
 * must not be read as such: of `whsec_` and other characters an empty key would be left, with which anybody signs.
 */
function readKey(secret: string): Uint8Array {
  const encoded = /^whsec_([A-Za-z0-9+/_-]{22,}={0,2})$/.exec(secret)?.[1];
  return encoded === undefined ? Buffer.from(secret, "utf8") : Buffer.from(encoded, "base64");
}
