import type { DeliveryReason, DeliveryStatus, ProviderName } from "@/server/webhooks/schema";

/** Who sends, as people call them. */
export const providerWords: Record<ProviderName, string> = {
  webhook: "Persona webhook",
  gitlab: "GitLab",
  github: "GitHub",
  slack: "Slack",
  stripe: "Stripe",
  standard: "Standard Webhooks",
};

/** Reason codes of the delivery log in words. */
export const reasonWords: Record<DeliveryReason, string> = {
  signature_missing: "Not signed",
  signature_invalid: "Wrong signature",
  key_invalid: "Wrong key",
  timestamp_outside_window: "Too old or too new",
  secret_not_configured: "No secret here",
  body_too_large: "Too large",
  not_json: "Not JSON",
  delivery_id_invalid: "Bad delivery id",
  unknown_persona: "Unknown persona",
  rate_limited: "Too many requests",
  answered: "Handshake",
  fetched: "Fetched later",
  let_in: "Let in by a person",
  contradicted: "Contradicted since",
  other_body: "Known id, other body",
};

export const statusNames = ["accepted", "rejected", "conflicting"] as const satisfies DeliveryStatus[];
export const providerNames = Object.keys(providerWords) as ProviderName[];
export const reasonNames = Object.keys(reasonWords) as DeliveryReason[];

/** Words as choices of a filter. */
export function toOptions(words: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}
