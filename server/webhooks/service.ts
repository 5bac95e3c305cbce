import { idPattern } from "@/lib/ids";
import type { Persona } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { readBearer } from "@/server/auth";
import { countAuthFailure } from "@/server/auth-failures";
import { hmacSha256, isEqualSecret, sha256 } from "@/server/crypto";
import { env } from "@/server/env";
import { AppError, notFound } from "@/server/errors";
import type { NewEvent, Recorded } from "@/server/events/record";
import { findPersona, openWebhookSecret } from "@/server/personas/service";
import { decodeJsonText } from "@/server/request-body";
import { gitlabDedupeKey, keepHeaders, personaDedupeKey } from "@/server/webhooks/delivery";
import { readGitlabEvent, refuseGitlab } from "@/server/webhooks/gitlab";
import { recordDelivery } from "@/server/webhooks/record";

/** Checks who sends a GitLab webhook, over the raw body. Throws unauthorized. */
export function verifyGitlab(request: Request, body: Uint8Array): void {
  const problem = refuseGitlab(request, body);
  if (problem === null) return;
  countAuthFailure(request, readBearer(request) ?? request.headers.get("x-gitlab-token") ?? "");
  throw new AppError("unauthorized", problem, { headers: { "WWW-Authenticate": "Bearer" } });
}

/** Records a GitLab delivery and its event. The same delivery again changes nothing. */
export function recordGitlab(actor: Actor, headers: Headers, body: Uint8Array): Promise<Recorded> {
  requireScope(actor, "webhooks:receive");
  const { text, json } = decodeJsonText(body);
  return record("gitlab", headers, body, gitlabDedupeKey(headers, body), readGitlabEvent(json, text));
}

/**
 * The persona a webhook is for, once its sender is known: X-Webhook-Signature (HMAC-SHA256 hex of the raw
 * body with the persona's secret, `sha256=` in front allowed) or the team key as bearer. A signature that
 * is present and wrong is refused whatever else is sent (design §12.10).
 */
export async function verifyPersonaWebhook(
  request: Request,
  personaId: string,
  body: Uint8Array,
): Promise<Persona> {
  const signature = request.headers.get("x-webhook-signature");
  const bearer = readBearer(request);
  const persona = idPattern.test(personaId) ? await findPersona(personaId) : null;
  const isSigned =
    persona !== null &&
    signature !== null &&
    isEqualSecret(
      signature.replace(/^sha256=/i, "").toLowerCase(),
      hmacSha256(openWebhookSecret(persona), body),
    );
  const isTrusted =
    signature === null ? bearer !== null && isEqualSecret(bearer, env().TEAM_API_KEY) : isSigned;
  const isKeyHolder = bearer !== null && isEqualSecret(bearer, env().TEAM_API_KEY);
  if (!isTrusted && !(persona === null && isKeyHolder)) {
    countAuthFailure(request, signature ?? bearer ?? "");
    const problem =
      signature === null
        ? "Sign the body (X-Webhook-Signature) or send the team key as Authorization: Bearer <key>."
        : "The signature does not hold.";
    throw new AppError("unauthorized", problem, { headers: { "WWW-Authenticate": "Bearer" } });
  }
  if (!persona) throw notFound("persona", personaId);
  return persona;
}

/** Records a delivery for one persona: an event that targets it. */
export function recordPersonaWebhook(
  actor: Actor,
  personaId: string,
  headers: Headers,
  body: Uint8Array,
): Promise<Recorded> {
  requireScope(actor, "webhooks:receive");
  const { text } = decodeJsonText(body);
  const event: NewEvent = {
    eventType: "webhook_received",
    sourceType: "webhook",
    sourceId: personaId,
    targetPersonaId: personaId,
    payload: text,
    useCaseId: null,
  };
  return record("webhook", headers, body, personaDedupeKey(personaId, headers), event);
}

function record(
  provider: string,
  headers: Headers,
  body: Uint8Array,
  dedupeKey: string | null,
  event: NewEvent,
): Promise<Recorded> {
  const delivery = {
    provider,
    dedupeKey,
    headers: keepHeaders(headers),
    bodySha256: sha256(body),
    bodyBytes: body.byteLength,
  };
  return recordDelivery(delivery, event);
}
