import { webhookActor } from "@/server/actor";
import type { Recorded } from "@/server/events/record";
import { answerJson } from "@/server/json-reply";
import { flushOutbox } from "@/server/outbox/service";
import { countRequest } from "@/server/rate-limit";
import { readBody, webhookBodyLimit } from "@/server/request-body";
import { readSettings } from "@/server/settings/service";
import {
  recordGitlab,
  recordPersonaWebhook,
  verifyGitlab,
  verifyPersonaWebhook,
} from "@/server/webhooks/service";

/** Runs after the answer is sent: Next's `after`, which also keeps a serverless function alive for it. */
type Defer = (work: () => Promise<void>) => void;

/** POST /api/gitlab/webhook: raw body → verify → record → 201 with the event. */
export function receiveGitlab(request: Request, defer: Defer): Promise<Response> {
  return answerJson(request, async () => {
    // Without a signature the headers decide, before anybody's 25 MB are read.
    const isSigned = request.headers.has("webhook-signature");
    if (!isSigned) verifyGitlab(request, new Uint8Array());
    const body = await readBody(request, webhookBodyLimit);
    if (isSigned) verifyGitlab(request, body);
    countRequest("webhook:gitlab", (await readSettings()).requestsPerMinute);
    return answerRecorded(await recordGitlab(webhookActor("gitlab"), request.headers, body), defer);
  });
}

/** POST /api/webhooks/:personaId: the same for one persona. */
export function receivePersonaWebhook(request: Request, personaId: string, defer: Defer): Promise<Response> {
  return answerJson(request, async () => {
    const isSigned = request.headers.has("x-webhook-signature");
    const known = isSigned ? null : await verifyPersonaWebhook(request, personaId, new Uint8Array());
    const body = await readBody(request, webhookBodyLimit);
    const persona = known ?? (await verifyPersonaWebhook(request, personaId, body));
    countRequest(`webhook:${persona.id}`, (await readSettings()).requestsPerMinute);
    return answerRecorded(
      await recordPersonaWebhook(webhookActor("persona"), persona.id, request.headers, body),
      defer,
    );
  });
}

function answerRecorded({ event, isReplay, outbox }: Recorded, defer: Defer): Response {
  if (outbox.length > 0) defer(() => flushOutbox(outbox));
  return Response.json(event, { status: 201, headers: isReplay ? { "X-Idempotency-Replay": "1" } : {} });
}
