import { idPattern } from "@/lib/ids";
import { webhookActor } from "@/server/actor";
import { readBearer } from "@/server/auth";
import { countAuthFailure } from "@/server/auth-failures";
import { isEqualSecret } from "@/server/crypto";
import { env } from "@/server/env";
import { AppError, notFound } from "@/server/errors";
import { answerJson } from "@/server/json-reply";
import { logger } from "@/server/logger";
import { flushOutbox } from "@/server/outbox/service";
import { readWebhookSecrets } from "@/server/personas/webhook-secrets";
import { countRequest } from "@/server/rate-limit";
import { readBody, webhookBodyLimit } from "@/server/request-body";
import { readSettings } from "@/server/settings/service";
import { admitDelivery } from "@/server/webhooks/admit";
import { drainBody, keepBody } from "@/server/webhooks/kept-body";
import { type Provider, RefusedDelivery, readReason } from "@/server/webhooks/provider";
import { findReceiver, providers, secretVariables } from "@/server/webhooks/providers";
import { recordRejection } from "@/server/webhooks/rejections";
import { readSecrets } from "@/server/webhooks/secrets";

/** Runs after the answer is sent: Next's `after`, which also keeps a serverless function alive for it. */
type Defer = (work: () => Promise<void>) => void;
/** Somebody at a door. `body` is what was read of it so far; `now` is epoch ms. */
type Visit = {
  request: Request;
  provider: Provider;
  personaId: string | null;
  body: Uint8Array | null;
  now: number;
};

/** POST /api/hooks/<provider>: raw body → verify → record → 2xx with the event, once it is committed. */
export function receiveWebhook(
  request: Request,
  name: string,
  defer: Defer,
  now = Date.now(),
): Promise<Response> {
  return answerJson(request, async () => {
    const receiver = findReceiver(name);
    if (receiver === null) {
      const known = Object.keys(secretVariables).join(", ");
      throw new AppError("not_found", `No receiver is called ${name}. Known: ${known}.`);
    }
    return receive({ request, provider: providers[receiver], personaId: null, body: null, now }, defer);
  });
}

/** POST /api/webhooks/:personaId: the same for one persona. */
export function receivePersonaWebhook(
  request: Request,
  personaId: string,
  defer: Defer,
  now = Date.now(),
): Promise<Response> {
  return answerJson(request, () =>
    receive({ request, provider: providers.webhook, personaId, body: null, now }, defer),
  );
}

async function receive(visit: Visit, defer: Defer): Promise<Response> {
  try {
    const body = await verify(visit);
    const { provider, personaId, request } = visit;
    countRequest(`webhook:${personaId ?? provider.name}`, (await readSettings()).requestsPerMinute);
    const admitted = await admitDelivery(webhookActor(provider.name), {
      provider,
      personaId,
      headers: request.headers,
      body,
    });
    if ("answer" in admitted) return Response.json(admitted.answer);
    const { event, isReplay, conflictId, outbox } = admitted;
    if (outbox.length > 0) defer(() => flushOutbox(outbox));
    const headers = {
      ...(isReplay ? { "X-Idempotency-Replay": "1" } : {}),
      ...(conflictId === undefined ? {} : { "X-Delivery-Conflict": conflictId }),
    };
    return Response.json(event, { status: provider.status, headers });
  } catch (error) {
    await logRejection(visit, error);
    throw error;
  }
}

/** The body, once its sender is known. Throws RefusedDelivery, or what stands against the body. */
async function verify(visit: Visit): Promise<Uint8Array> {
  const { request, provider, now } = visit;
  const { headers } = request;
  const { secrets, isUnknown } = await findSecrets(visit);
  if (provider.needsSecret && secrets.length === 0) throw new RefusedDelivery(notConfigured(provider));
  const bearer = readBearer(request);
  const check = async (body: Uint8Array) => {
    const refusal = await provider.verify({ headers, body, bearer, secrets, now });
    if (isUnknown) refuseUnknown(visit, refusal?.message ?? "", bearer);
    if (refusal === null) return;
    countFailure(request, bearer);
    throw new RefusedDelivery(refusal);
  };
  const isSigned = provider.isSigned(headers);
  if (!isSigned) await check(new Uint8Array());
  const body = await readBody(request, webhookBodyLimit).catch((error: unknown) => {
    visit.body = new Uint8Array();
    throw error;
  });
  visit.body = body;
  if (isSigned) await check(body);
  return body;
}

async function findSecrets({ provider, personaId, now }: Visit): Promise<{
  secrets: readonly string[];
  isUnknown: boolean;
}> {
  if (provider.name !== "webhook")
    return { secrets: await readSecrets(provider.name, now), isUnknown: false };
  const isId = personaId !== null && idPattern.test(personaId);
  const secrets = isId ? await readWebhookSecrets(personaId, now) : null;
  return { secrets: secrets ?? [], isUnknown: secrets === null };
}

/** Only the team key's bearer is told that there is no such persona, so that ids cannot be guessed. */
function refuseUnknown({ request, personaId }: Visit, message: string, bearer: string | null): never {
  const reason = "unknown_persona";
  if (bearer !== null && isEqualSecret(bearer, env().TEAM_API_KEY))
    throw new RefusedDelivery({ reason, message: notFound("persona", personaId ?? "").message });
  countFailure(request, bearer);
  throw new RefusedDelivery({ reason, message }, "unauthorized");
}

const credentialHeaders = [
  "x-gitlab-token",
  "x-webhook-signature",
  "x-hub-signature-256",
  "x-slack-signature",
  "stripe-signature",
  "webhook-signature",
];

/** One and the same credential is not tried without end. Who presents none guesses at nothing. */
function countFailure(request: Request, bearer: string | null): void {
  const given = credentialHeaders.map((name) => request.headers.get(name));
  const credential = bearer ?? given.find((value) => value !== null);
  if (credential !== undefined) countAuthFailure(request, credential);
}

function notConfigured(provider: Provider): { reason: "secret_not_configured"; message: string } {
  const variable = provider.name === "webhook" ? "" : secretVariables[provider.name];
  return {
    reason: "secret_not_configured",
    message: `The hub has no secret to check what ${provider.label} sends. Set ${variable}, or give it one under Webhooks → Receivers.`,
  };
}

/** Whatever was refused stands in the log with its reason; that it could not be written changes no answer. */
async function logRejection({ request, provider, personaId, body }: Visit, error: unknown): Promise<void> {
  const reason = readReason(error);
  if (reason === null) return;
  try {
    const declared = Number(request.headers.get("content-length") ?? 0) || 0;
    await recordRejection({
      provider: provider.name,
      personaId,
      reason,
      message: (error as Error).message,
      headers: request.headers,
      body: body === null ? await drainBody(request, 4 * webhookBodyLimit) : keepBody(body, declared),
    });
  } catch (fault) {
    logger.warn({ err: fault, provider: provider.name, reason }, "A rejected delivery was not logged.");
  }
}
