import { sha256 } from "@/server/crypto";
import { AppError } from "@/server/errors";

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
];

export function keepHeaders(headers: Headers): Record<string, string> {
  const kept = keptHeaders.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value.slice(0, 500)] as const];
  });
  return Object.fromEntries(kept);
}

/** GitLab's delivery key: Idempotency-Key, else webhook-id, else Event-UUID with the body's hash (design §12.12). */
export function gitlabDedupeKey(headers: Headers, body: Uint8Array): string | null {
  const own = readKey(headers, "idempotency-key") ?? readKey(headers, "webhook-id");
  if (own !== null) return `gitlab:${own}`;
  const uuid = readKey(headers, "x-gitlab-event-uuid");
  return uuid === null ? null : `gitlab:${uuid}:${sha256(body)}`;
}

/** A persona webhook's delivery key: webhook-id, else Idempotency-Key, else none. */
export function personaDedupeKey(personaId: string, headers: Headers): string | null {
  const own = readKey(headers, "webhook-id") ?? readKey(headers, "idempotency-key");
  return own === null ? null : `webhook:${personaId}:${own}`;
}

function readKey(headers: Headers, name: string): string | null {
  const value = headers.get(name)?.trim();
  if (!value) return null;
  if (value.length > 255)
    throw new AppError("validation_failed", `${name} is longer than 255 characters.`, {
      issues: [{ path: name, message: "At most 255 characters" }],
    });
  return value;
}
