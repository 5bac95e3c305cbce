import { z } from "zod";
import { plainText } from "@/server/json-text";
import { idInput } from "@/server/personas/schema";

/** 1–64 letters, digits and `_ . : / -`, as in `gitlab_push` or `deploy.requested`. */
export const eventTypeInput = z
  .string()
  .regex(/^[A-Za-z0-9_.:/-]{1,64}$/, "1–64 letters, digits or _ . : / -");

const sourceFilter = plainText(500)
  .refine((text) => !text.slice(0, -1).includes("*"), "A * may stand at the end only")
  .nullable();

/** contracts/personas.md §1.1. */
const fields = {
  eventType: eventTypeInput,
  sourceFilter: sourceFilter.optional(),
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

export const subscriptionOutput = z.object({
  id: z.string(),
  personaId: z.string(),
  eventType: z.string(),
  sourceFilter: z.string().nullable(),
  payloadFilter: z.string().nullable(),
  enabled: z.boolean(),
  maxRetries: z.number(),
  retryBackoffMs: z.number(),
  useCaseId: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type SubscriptionOutput = z.infer<typeof subscriptionOutput>;
