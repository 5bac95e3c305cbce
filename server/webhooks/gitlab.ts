import { isEqualSecret } from "@/server/crypto";
import { env } from "@/server/env";
import { asObject, firstWord } from "@/server/webhooks/payload";
import type { Arrival, Knock, Provider, Refusal } from "@/server/webhooks/provider";
import { verifyStandard } from "@/server/webhooks/standard";

/** contracts/personas.md §1.6; a word that is not here stays as it is (design §12.11). */
const eventTypes = new Map([
  ["merge_request", "mr"],
  ["tag_push", "tag"],
  ["note", "comment"],
]);

/** GitLab: the team key as bearer or as X-Gitlab-Token, a secret as X-Gitlab-Token, or a signed body (design §12.10). */
export const gitlab: Provider = {
  name: "gitlab",
  label: "GitLab",
  needsSecret: false,
  status: 201,
  isSigned: (headers) => headers.has("webhook-signature"),
  verify: verifyGitlab,
  deliveryId: readGitlabId,
  toEvent: ({ json, text }) => {
    const given = asObject(json);
    const kind = firstWord(given.object_kind, given.event_name) ?? "unknown";
    return {
      eventType: `gitlab_${eventTypes.get(kind) ?? kind}`.slice(0, 64),
      sourceType: "gitlab",
      sourceId: firstWord(asObject(given.project).path_with_namespace, given.path_with_namespace),
      targetPersonaId: null,
      payload: text,
      useCaseId: null,
    };
  },
};

/** A signature that is present and wrong is refused whatever else is sent. */
function verifyGitlab(knock: Knock): Refusal | null {
  const { headers, bearer, secrets } = knock;
  const isSigned = headers.has("webhook-signature");
  if (isSigned && secrets.length > 0) return verifyStandard(knock);
  const { TEAM_API_KEY } = env();
  if (bearer !== null) {
    return isEqualSecret(bearer, TEAM_API_KEY)
      ? null
      : { reason: "key_invalid", message: "This key is not valid." };
  }
  const token = headers.get("x-gitlab-token");
  if (token !== null) {
    const holds = [TEAM_API_KEY, ...secrets].map((secret) => isEqualSecret(token, secret));
    return holds.includes(true)
      ? null
      : { reason: "key_invalid", message: "This X-Gitlab-Token is not valid." };
  }
  if (isSigned) {
    return {
      reason: "secret_not_configured",
      message:
        "The hub has no secret to check this signature with. Set GITLAB_WEBHOOK_SECRET, or give GitLab a secret under Webhooks → Receivers.",
    };
  }
  return {
    reason: "signature_missing",
    message: "Send the team key as Authorization: Bearer <key>, or a secret as X-Gitlab-Token.",
  };
}

/**
 * Idempotency-Key, else webhook-id, else the event's UUID with the body's hash: one cause sends several (design §12.12).
 * Of a signed delivery it is webhook-id, which GitLab makes equal to the key and which alone is signed: under another
 * key the same delivery must not count as new.
 */
function readGitlabId({ headers, bodySha256 }: Arrival): string | null {
  const [key, id] = [headers.get("idempotency-key"), headers.get("webhook-id")];
  const own = headers.has("webhook-signature") ? firstWord(id, key) : firstWord(key, id);
  if (own !== null) return own;
  const uuid = firstWord(headers.get("x-gitlab-event-uuid"));
  return uuid === null ? null : `${uuid}:${bodySha256}`;
}
