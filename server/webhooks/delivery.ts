import { AppError } from "@/server/errors";
import { decodeText, parseJson } from "@/server/request-body";
import type { Arrival, Provider } from "@/server/webhooks/provider";

/** Headers worth keeping for finding out what was sent; never authorization, tokens or signatures. */
const keptHeaders = [
  "content-type",
  "user-agent",
  "idempotency-key",
  "webhook-id",
  "webhook-timestamp",
  "x-gitlab-event",
  "x-gitlab-event-uuid",
  "x-gitlab-webhook-uuid",
  "x-gitlab-instance",
  "x-github-event",
  "x-github-delivery",
  "x-github-hook-id",
  "x-github-hook-installation-target-type",
  "x-github-hook-installation-target-id",
  "x-slack-request-timestamp",
  "x-slack-retry-num",
  "x-slack-retry-reason",
];

export function keepHeaders(headers: Headers): Record<string, string> {
  const kept = keptHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value.slice(0, 500)] as const];
  });
  return Object.fromEntries(kept);
}

/** A body as its provider reads it. Throws bad_json when it is not UTF-8, or not JSON. */
export function readArrival(
  provider: Provider,
  given: Pick<Arrival, "headers" | "bodySha256" | "personaId"> & { body: Uint8Array },
): Arrival {
  const { body, ...rest } = given;
  const raw = decodeText(body);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(given.headers.get("content-type") ?? "");
  const text = provider.takesForms && isForm ? (new URLSearchParams(raw).get("payload") ?? "") : raw;
  return { ...rest, text, json: parseJson(text) };
}

/** The sender's id of a delivery, and the key it has here: the provider's, or the persona's, own. Both null when it gives none. */
export function readKey(
  provider: Provider,
  arrival: Arrival,
): { externalId: string | null; dedupeKey: string | null } {
  const externalId = provider.deliveryId(arrival)?.trim() || null;
  if (externalId === null) return { externalId: null, dedupeKey: null };
  if (externalId.length > 255)
    throw new AppError("validation_failed", "The delivery's id is longer than 255 characters.", {
      issues: [{ path: "deliveryId", message: "At most 255 characters" }],
    });
  const scope = arrival.personaId === null ? provider.name : `${provider.name}:${arrival.personaId}`;
  return { externalId, dedupeKey: `${scope}:${externalId}` };
}
