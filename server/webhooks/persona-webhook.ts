import { isEqualSecret } from "@/server/crypto";
import { env } from "@/server/env";
import { firstWord } from "@/server/webhooks/payload";
import type { Knock, Provider, Refusal } from "@/server/webhooks/provider";
import { holdsAny, signatureInvalid, signParts } from "@/server/webhooks/signature";

/** A persona's own webhook: HMAC-SHA256 hex of the body in X-Webhook-Signature, or the team key (contract §1.6). */
export const personaWebhook: Provider = {
  name: "webhook",
  label: "Persona webhook",
  needsSecret: false,
  status: 201,
  isSigned: (headers) => headers.has("x-webhook-signature"),
  verify: verifyPersonaWebhook,
  deliveryId: ({ headers }) => firstWord(headers.get("webhook-id"), headers.get("idempotency-key")),
  toEvent: ({ text, personaId }) => ({
    eventType: "webhook_received",
    sourceType: "webhook",
    sourceId: personaId,
    targetPersonaId: personaId,
    payload: text,
    useCaseId: null,
  }),
};

/** `sha256=` in front is allowed. A signature that is present and wrong is refused whatever else is sent. */
function verifyPersonaWebhook({ headers, body, bearer, secrets }: Knock): Refusal | null {
  const signature = headers.get("x-webhook-signature");
  if (signature !== null) {
    const given = signature.replace(/^sha256=/i, "").toLowerCase();
    return holdsAny([given], secrets, (secret) => signParts(secret, "hex", body)) ? null : signatureInvalid;
  }
  if (bearer === null) {
    const message =
      "Sign the body (X-Webhook-Signature) or send the team key as Authorization: Bearer <key>.";
    return { reason: "signature_missing", message };
  }
  return isEqualSecret(bearer, env().TEAM_API_KEY)
    ? null
    : { reason: "key_invalid", message: "This key is not valid." };
}
