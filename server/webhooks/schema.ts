import { z } from "zod";
import { plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput, overlapInput } from "@/server/personas/schema";

/** Whose deliveries the hub knows how to verify; `webhook` is a persona's own. */
export const providerNames = ["webhook", "gitlab", "github", "slack", "stripe", "standard"] as const;
export type ProviderName = (typeof providerNames)[number];

/** The providers that sign with a secret of the workspace; a persona's webhook has one of its own. */
export const receiverNames = ["gitlab", "github", "slack", "stripe", "standard"] as const;
export type ReceiverName = (typeof receiverNames)[number];

export const deliveryStatuses = ["accepted", "rejected", "conflicting"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Why a delivery was rejected. */
export const refusalReasons = [
  "signature_missing",
  "signature_invalid",
  "key_invalid",
  "timestamp_outside_window",
  "secret_not_configured",
  "body_too_large",
  "not_json",
  "delivery_id_invalid",
  "unknown_persona",
  "rate_limited",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What is particular about one that was accepted, or why one conflicts. */
export const deliveryReasons = [
  ...refusalReasons,
  "answered",
  "fetched",
  "let_in",
  "contradicted",
  "other_body",
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];

export const deliveryList = z.strictObject({
  ...pageInput,
  provider: z.enum(providerNames).optional(),
  status: z.enum(deliveryStatuses).optional(),
  reason: z.enum(deliveryReasons).optional(),
  personaId: idInput.optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  search: plainText(200).optional(),
});
export type DeliveryList = z.infer<typeof deliveryList>;

const delivery = {
  id: z.string(),
  provider: z.enum(providerNames),
  personaId: z.string().nullable(),
  status: z.enum(deliveryStatuses),
  reason: z.enum(deliveryReasons).nullable(),
  message: z.string().nullable(),
  externalId: z.string().nullable(),
  eventId: z.string().nullable(),
  eventType: z.string().nullable(),
  bodyBytes: z.number(),
  bodySha256: z.string(),
  repeatCount: z.number(),
  lastRepeatAt: z.string().nullable(),
  originalId: z.string().nullable(),
  createdAt: z.string(),
};

/** A line of the delivery log. */
export const deliverySummary = z.object(delivery);
export type DeliverySummary = z.infer<typeof deliverySummary>;

/** `body` is null when it is longer than a reply carries, or no longer kept; bodyCharacters says how much is kept. */
export const deliveryOutput = z.object({
  ...delivery,
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  bodyCharacters: z.number(),
  /** False when only the beginning of the body was kept. */
  isBodyWhole: z.boolean(),
  /** The deliveries with the same id and another body. */
  conflictIds: z.array(z.string()),
});
export type DeliveryOutput = z.infer<typeof deliveryOutput>;

export const bodyInput = z.strictObject({ id: idInput, offset: pageInput.offset });

/** `key` makes it safe to ask twice: the same delivery and key send once. */
export const resendInput = z.strictObject({ id: idInput, key: plainText(200).min(1).optional() });
export type ResendInput = { id: string; key?: string | undefined };

export const receiverSecretOutput = z.object({
  id: z.string(),
  createdAt: z.string(),
  /** Null for the current one. */
  expiresAt: z.string().nullable(),
});

export const receiverOutput = z.object({
  provider: z.enum(receiverNames),
  label: z.string(),
  /** The path to give to the sender, after the hub's address. */
  path: z.string(),
  variable: z.string(),
  isInEnvironment: z.boolean(),
  secrets: z.array(receiverSecretOutput),
  lastDeliveryAt: z.string().nullable(),
  acceptedInDay: z.number(),
  rejectedInDay: z.number(),
});
export type ReceiverOutput = z.infer<typeof receiverOutput>;

/** `secret` is what the sender has made, as Slack and Stripe do; without one the hub makes it. */
export const rotateInput = z.strictObject({
  provider: z.enum(receiverNames),
  secret: z
    .string()
    .trim()
    .max(500)
    .regex(/^[\x21-\x7e]+$/, "A secret has no spaces")
    .optional(),
  overlapMs: overlapInput,
});
export type RotateInput = z.infer<typeof rotateInput>;

/** `secret` is null when the caller gave it. */
export const rotateOutput = z.object({ id: z.string(), secret: z.string().nullable() });

export const githubHookCreate = z.strictObject({
  owner: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_.-]{1,100}(\/[A-Za-z0-9_.-]{1,100})?$/, "owner/repository, or an organization"),
  hookId: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/, "The number at the end of the webhook's address at GitHub"),
});
export type GithubHookCreate = z.infer<typeof githubHookCreate>;

export const githubHookUpdate = z.strictObject({ id: idInput, enabled: booleanInput });

export const githubHookOutput = z.object({
  id: z.string(),
  owner: z.string(),
  hookId: z.string(),
  enabled: z.boolean(),
  lastCheckedAt: z.string().nullable(),
  lastFetched: z.number().nullable(),
  errorMessage: z.string().nullable(),
  /** GitHub asked not to be called before this. */
  retryAt: z.string().nullable(),
  createdAt: z.string(),
});
export type GithubHookOutput = z.infer<typeof githubHookOutput>;

export const githubHookList = z.object({
  /** False while GITHUB_TOKEN is not set: nothing can be asked. */
  hasToken: z.boolean(),
  items: z.array(githubHookOutput),
});

/** What a check of one webhook at GitHub came to. */
export const reconcileOutput = z.array(
  z.object({ id: z.string(), fetched: z.number(), errorMessage: z.string().nullable() }),
);
export type ReconcileOutput = z.infer<typeof reconcileOutput>;
