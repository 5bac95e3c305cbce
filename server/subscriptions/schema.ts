import { z } from "zod";
import { plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { payloadFilterInput } from "@/server/subscriptions/payload-filter-input";

/** 1–64 letters, digits and `_ . : / -`, as in `gitlab_push` or `deploy.requested`. */
export const eventTypeInput = z
  .string()
  .regex(/^[A-Za-z0-9_.:/-]{1,64}$/, "1–64 letters, digits or _ . : / -");

export const sourceFilterInput = plainText(500)
  .refine((text) => !text.slice(0, -1).includes("*"), "A * may stand at the end only")
  .nullable();

/** contracts/personas.md §1.1. */
const fields = {
  eventType: eventTypeInput,
  sourceFilter: sourceFilterInput.optional(),
  payloadFilter: payloadFilterInput.optional(),
  enabled: z.boolean().optional(),
  maxRetries: z.number().int().min(0).max(10).optional(),
  retryBackoffMs: z.number().int().min(1_000).max(300_000).optional(),
  useCaseId: plainText(200).nullable().optional(),
};

export const subscriptionCreate = z.strictObject({
  personaId: idInput,
  ...fields,
  projectId: z.string().max(200).optional(),
});
export type SubscriptionCreate = z.infer<typeof subscriptionCreate>;

export const subscriptionUpdate = z.strictObject({ id: idInput, ...z.object(fields).partial().shape });
export type SubscriptionUpdate = z.infer<typeof subscriptionUpdate>;

export const subscriptionList = z.strictObject({
  ...pageInput,
  personaId: idInput.optional(),
  eventType: plainText(64).optional(),
  enabled: booleanInput.optional(),
  search: plainText(200).optional(),
});
export type SubscriptionList = z.infer<typeof subscriptionList>;

/** One act on many subscriptions. */
export const subscriptionBulk = z.strictObject({
  act: z.enum(["enable", "disable", "delete"]),
  ids: z.array(idInput).min(1).max(500),
});
export type SubscriptionBulk = z.infer<typeof subscriptionBulk>;

/** contracts/personas.md §1.1. `disabledReason` is there when the hub disabled it, `disabledBy` names a person too. */
export const subscriptionOutput = z.object({
  id: z.string(),
  personaId: z.string(),
  eventType: z.string(),
  sourceFilter: z.string().nullable(),
  payloadFilter: z.string().nullable(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  disabledBy: z.string().nullable(),
  disabledAt: z.string().nullable(),
  maxRetries: z.number(),
  retryBackoffMs: z.number(),
  useCaseId: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SubscriptionOutput = z.infer<typeof subscriptionOutput>;

/** A line of the list of all subscriptions. */
export const subscriptionSummary = subscriptionOutput.extend({
  personaName: z.string(),
  personaEnabled: z.boolean(),
});
export type SubscriptionSummary = z.infer<typeof subscriptionSummary>;
