import { asObject, firstWord, nameEventType } from "@/server/webhooks/payload";
import type { Knock, Provider, Refusal } from "@/server/webhooks/provider";
import {
  holdsAny,
  refuseTime,
  signatureInvalid,
  signatureMissing,
  signParts,
} from "@/server/webhooks/signature";

/** Stripe and who signs like it: `Stripe-Signature: t=<time>,v1=<hex>`, HMAC over `<time>.<body>`. */
export const stripe: Provider = {
  name: "stripe",
  label: "Stripe",
  needsSecret: true,
  status: 200,
  isSigned: (headers) => headers.has("stripe-signature"),
  verify: verifyStripe,
  deliveryId: ({ json }) => firstWord(asObject(json).id),
  toEvent: ({ json, text }) => {
    const given = asObject(json);
    return {
      eventType: nameEventType("stripe_", firstWord(given.type) ?? "unknown"),
      sourceType: "stripe",
      sourceId: firstWord(given.account),
      targetPersonaId: null,
      payload: text,
      useCaseId: null,
    };
  },
};

function verifyStripe({ headers, body, secrets, now }: Knock): Refusal | null {
  const header = headers.get("stripe-signature");
  if (header === null) return signatureMissing("Stripe-Signature");
  const pairs = header.split(",").map((pair) => pair.trim().split("=", 2));
  const time = pairs.find(([name]) => name === "t")?.[1] ?? "";
  const given = pairs.flatMap(([name, value]) => (name === "v1" && value ? [value.toLowerCase()] : []));
  if (given.length === 0) return signatureMissing("v1= in Stripe-Signature");
  const sign = (secret: string) => signParts(secret, "hex", `${time}.`, body);
  // One is expected; a handful while the sender rotates.
  return refuseTime(time, now) ?? (holdsAny(given.slice(0, 10), secrets, sign) ? null : signatureInvalid);
}
