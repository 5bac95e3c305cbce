import { Webhook } from "standardwebhooks";
import { parseOrUndefined } from "@/server/json-text";
import type { WebhookConfig } from "@/server/messages/channel-config";
import type { Outgoing, Sent } from "@/server/messages/outgoing";
import { postJson } from "@/server/messages/post-json";
import type { SafeResponse } from "@/server/safe-fetch";

/**
 * Posts a message in the form that Standard Webhooks recommends, signed when the channel has a secret. `webhook-id`
 * is the delivery's id, the same at every attempt. Never throws.
 */
export function sendWebhook(
  { url, secret }: WebhookConfig,
  { id, createdAt, ...data }: Outgoing,
  timeoutMs?: number,
): Promise<Sent> {
  const now = new Date();
  const body = JSON.stringify({ type: "message.created", timestamp: createdAt, data });
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
    ...(secret === null ? {} : { "webhook-signature": new Webhook(secret).sign(id, now, body) }),
  };
  return postJson({ url, body, headers, timeoutMs }, readId);
}

/** The `id` of a JSON answer, when there is one. */
function readId(reply: SafeResponse): string | null {
  const answer = parseOrUndefined(reply.text());
  const id = typeof answer === "object" && answer !== null && "id" in answer ? answer.id : null;
  return typeof id === "string" || typeof id === "number" ? String(id).replaceAll("\u0000", "") : null;
}
