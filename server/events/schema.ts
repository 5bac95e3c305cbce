import { z } from "zod";
import { jsonText, plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";
import { eventTypeInput } from "@/server/subscriptions/schema";

export const eventStatuses = ["pending", "processing", "delivered", "partial", "skipped", "failed"] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** POST /api/events (contracts/personas.md §1.6). */
export const eventPublish = z.strictObject({
  eventType: eventTypeInput,
  sourceType: plainText(64).min(1).default("manual"),
  sourceId: plainText(500).nullable().optional(),
  targetPersonaId: idInput.nullable().optional(),
  payload: jsonText(1024 * 1024)
    .nullable()
    .optional(),
  useCaseId: plainText(200).nullable().optional(),
  projectId: z.string().max(200).optional(),
});
export type EventPublish = z.infer<typeof eventPublish>;

export const eventList = z.strictObject({
  ...pageInput,
  eventType: plainText(64).optional(),
  sourceType: plainText(64).optional(),
  status: z.enum(eventStatuses).optional(),
  search: plainText(200).optional(),
});
export type EventList = z.infer<typeof eventList>;

export const payloadInput = z.strictObject({ id: idInput, offset: pageInput.offset });

/** contracts/personas.md §1.1. `payload` is null when it is longer than a reply carries; payloadBytes says how long it is. */
export const eventOutput = z.object({
  id: z.string(),
  projectId: z.string(),
  eventType: z.string(),
  sourceType: z.string(),
  sourceId: z.string().nullable(),
  targetPersonaId: z.string().nullable(),
  payload: z.string().nullable(),
  payloadBytes: z.number(),
  status: z.enum(eventStatuses),
  errorMessage: z.string().nullable(),
  processedAt: z.string().nullable(),
  useCaseId: z.string().nullable(),
  retryCount: z.number(),
  nextRetryAt: z.string().nullable(),
  createdAt: z.string(),
});
export type EventOutput = z.infer<typeof eventOutput>;

/** A piece of a long payload: characters from `offset` on. */
export const payloadPage = z.object({
  text: z.string(),
  nextOffset: z.number().nullable(),
  totalCharacters: z.number(),
});
export type PayloadPage = z.infer<typeof payloadPage>;

/** Events per minute over the last hour, oldest first, sixty entries. */
export const eventHistogram = z.array(z.object({ minute: z.string(), count: z.number() }));
export type EventHistogram = z.infer<typeof eventHistogram>;
