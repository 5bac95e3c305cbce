import { Webhook } from "standardwebhooks";

/**
 * Checks a Standard Webhooks signature (webhook-id, webhook-timestamp, webhook-signature over the raw
 * body; five minutes of tolerance) made with `secret` as it stands. Returns what was wrong, or null.
 */
export function verifyStandardWebhook(headers: Headers, body: Uint8Array, secret: string): string | null {
  const given = Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, headers.get(name) ?? ""]),
  );
  try {
    const webhook = secret.startsWith("whsec_")
      ? new Webhook(secret)
      : new Webhook(new TextEncoder().encode(secret), { format: "raw" });
    webhook.verify(Buffer.from(body).toString("utf8"), given);
    return null;
  } catch (error) {
    return `The webhook signature does not hold: ${error instanceof Error ? error.message : String(error)}`;
  }
}
