import { z } from "zod";
import { jsonText, plainText } from "@/server/json-text";
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

/** A past event by its id, or else one that is pasted. */
export const matchPreviewInput = z
  .strictObject({
    eventId: idInput.optional(),
    eventType: eventTypeInput.optional(),
    sourceType: plainText(64).optional(),
    sourceId: plainText(500).nullable().optional(),
    targetPersonaId: idInput.nullable().optional(),
    payload: jsonText(1024 * 1024)
      .nullable()
      .optional(),
  })
  .refine(({ eventId, ...pasted }) => eventId === undefined || Object.keys(pasted).length === 0, {
    path: ["eventId"],
    message: "Give the id of an event, or an event, not both",
  })
  .refine(({ eventId, eventType }) => eventId !== undefined || eventType !== undefined, {
    path: ["eventType"],
    message: "Give the id of an event, or an event with its type",
  });
export type MatchPreviewInput = z.infer<typeof matchPreviewInput>;

/** One part of the rule. `isMet` is null when it was not looked at. */
const matchCheck = z.object({
  key: z.enum(["type", "target", "source", "payload", "enabled", "persona"]),
  isMet: z.boolean().nullable(),
  text: z.string(),
});
export type MatchCheck = z.infer<typeof matchCheck>;

const explainedSubscription = z.object({
  subscriptionId: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  sourceFilter: z.string().nullable(),
  isMatch: z.boolean(),
  /** False for a match of a persona that an older subscription set to work already. */
  makesExecution: z.boolean(),
  reason: z.string(),
  checks: z.array(matchCheck),
});
export type ExplainedSubscription = z.infer<typeof explainedSubscription>;

/** The executions an event would make, and the subscriptions of its type with the reason; those that match first, at most 200. */
export const matchPreview = z.object({
  executions: z.array(
    z.object({ personaId: z.string(), personaName: z.string(), subscriptionId: z.string().nullable() }),
  ),
  /** What naming a persona changes. */
  note: z.string().nullable(),
  subscriptions: z.array(explainedSubscription),
  matchCount: z.number(),
  comparedCount: z.number(),
  /** Subscriptions of other types or, when the event names a persona, of others. */
  otherCount: z.number(),
});
export type MatchPreview = z.infer<typeof matchPreview>;

/** A subscription that is being written, to be held against the latest events of its type. */
export const draftPreviewInput = z.strictObject({
  personaId: idInput.optional(),
  eventType: eventTypeInput,
  sourceFilter: sourceFilterInput.optional(),
  payloadFilter: payloadFilterInput.optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type DraftPreviewInput = z.infer<typeof draftPreviewInput>;

export const draftPreview = z.object({
  matchCount: z.number(),
  /** Newest first. `isMatch` is null for a payload that is too long to look at here. */
  events: z.array(
    z.object({
      eventId: z.string(),
      sourceId: z.string().nullable(),
      createdAt: z.string(),
      isMatch: z.boolean().nullable(),
      reason: z.string(),
      checks: z.array(matchCheck),
    }),
  ),
});
export type DraftPreview = z.infer<typeof draftPreview>;

/** Types of the latest events, the most frequent first. */
export const seenTypes = z.array(z.object({ eventType: z.string(), count: z.number(), lastAt: z.string() }));
