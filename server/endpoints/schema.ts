import { z } from "zod";
import { plainText } from "@/server/json-text";
import { pageInput } from "@/server/page-input";
import { idInput, overlapInput } from "@/server/personas/schema";

/** What an endpoint can be told of. */
export const noticeTypes = [
  "execution.completed",
  "execution.failed",
  "execution.cancelled",
  "event.failed",
  "event.dead_letter",
  "subscription.disabled",
  "trigger.degraded",
  "budget.reached",
  "endpoint.disabled",
  "review.waiting",
] as const;
export type NoticeType = (typeof noticeTypes)[number];
/** `ping` is what the test button sends. */
export const messageTypes = [...noticeTypes, "ping"] as const;
export type MessageType = (typeof messageTypes)[number];

const optionalText = z.string().nullable();
const executionData = z.object({
  executionId: z.string(),
  personaId: z.string(),
  personaName: z.string(),
  status: z.string(),
  /** From 0, among the attempts at the same event. */
  attempt: z.number(),
  eventId: optionalText,
  triggerId: optionalText,
  errorMessage: optionalText,
  durationMs: z.number().nullable(),
  costUsd: z.number(),
  startedAt: optionalText,
  completedAt: optionalText,
  url: z.string(),
});
const eventData = z.object({
  eventId: z.string(),
  eventType: z.string(),
  sourceType: z.string(),
  sourceId: optionalText,
  status: z.string(),
  errorMessage: optionalText,
  createdAt: z.string(),
  url: z.string(),
});

/** Each type: when it is sent, and what `data` holds. Nothing secret and nothing that a model wrote. */
export const noticeCatalog = {
  "execution.completed": { description: "An execution has completed", data: executionData },
  "execution.failed": {
    description: "An attempt of an execution has failed; further ones may follow",
    data: executionData,
  },
  "execution.cancelled": { description: "An execution was cancelled", data: executionData },
  "event.failed": {
    description: "An event matched, and no persona could be started for it",
    data: eventData,
  },
  "event.dead_letter": {
    description: "An event's last attempt has failed; it waits for a person",
    data: eventData,
  },
  "subscription.disabled": {
    description: "The hub has disabled a subscription, for example because it kept setting itself off",
    data: z.object({
      subscriptionId: z.string(),
      personaId: z.string(),
      eventType: z.string(),
      reason: optionalText,
      url: z.string(),
    }),
  },
  "trigger.degraded": {
    description: "A trigger could not fire, or what it polls does not answer",
    data: z.object({
      triggerId: z.string(),
      name: optionalText,
      triggerType: z.string(),
      personaId: z.string(),
      reason: optionalText,
      url: z.string(),
    }),
  },
  "budget.reached": {
    description:
      "A persona has reached its budget of the month, so that what it runs waits; or an execution that of one run (executionId), and waits alone",
    data: z.object({
      personaId: z.string(),
      personaName: z.string(),
      executionId: z.string().nullable(),
      period: z.string().nullable(),
      limitUsd: z.number().nullable(),
      spentUsd: z.number(),
      url: z.string(),
    }),
  },
  "endpoint.disabled": {
    description: "The hub has disabled another endpoint that takes no messages any more",
    // The URL itself may hold a token.
    data: z.object({ endpointId: z.string(), host: z.string(), reason: optionalText, url: z.string() }),
  },
  "review.waiting": {
    description: "A review waits for a person",
    data: z.object({
      reviewId: z.string(),
      kind: z.string(),
      severity: z.string(),
      executionId: z.string(),
      personaId: z.string(),
      personaName: z.string(),
      /** When its severity's policy acts; null when it does nothing. */
      dueAt: optionalText,
      createdAt: z.string(),
      url: z.string(),
    }),
  },
} as const satisfies Record<NoticeType, { description: string; data: z.ZodObject }>;

export const messageStatuses = ["pending", "delivered", "failed"] as const;
export type MessageStatus = (typeof messageStatuses)[number];

const url = z
  .url({ protocol: /^https?$/, error: "An http(s) URL, such as https://example.com/hooks/ensemble" })
  .max(2_000, "At most 2,000 characters")
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), "A URL without user name and password");
const fields = {
  url,
  description: plainText(500).trim().nullable(),
  noticeTypes: z
    .array(z.enum(noticeTypes))
    .min(1, "Choose at least one type")
    .transform((types) => noticeTypes.filter((type) => types.includes(type))),
  enabled: z.boolean(),
};

export const endpointCreate = z.strictObject({
  url: fields.url,
  description: fields.description.optional(),
  noticeTypes: fields.noticeTypes,
  enabled: fields.enabled.default(true),
});
export type EndpointCreate = z.infer<typeof endpointCreate>;

export const endpointUpdate = z.strictObject({ id: idInput, ...z.object(fields).partial().shape });
export type EndpointUpdate = z.infer<typeof endpointUpdate>;

export const endpointList = z.strictObject({
  ...pageInput,
  state: z.enum(["enabled", "failing", "disabled"]).optional(),
  noticeType: z.enum(noticeTypes).optional(),
  search: plainText(200).optional(),
});
export type EndpointList = z.infer<typeof endpointList>;

export const endpointRotate = z.strictObject({ id: idInput, overlapMs: overlapInput });

/** `secret` is masked but in the replies that make one. */
export const endpointOutput = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  noticeTypes: z.array(z.enum(noticeTypes)),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  secret: z.string(),
  /** Until when messages are signed with the secret before as well; may lie in the past. */
  previousSecretExpiresAt: z.string().nullable(),
  failingSince: z.string().nullable(),
  lastDeliveredAt: z.string().nullable(),
  deliveredInDay: z.number(),
  failedInDay: z.number(),
  pendingCount: z.number(),
  /** The latest messages, newest first. */
  latest: z.array(
    z.object({
      id: z.string(),
      noticeType: z.enum(messageTypes),
      status: z.enum(messageStatuses),
      createdAt: z.string(),
    }),
  ),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type EndpointOutput = z.infer<typeof endpointOutput>;

export const messageList = z.strictObject({
  ...pageInput,
  id: idInput,
  status: z.enum(messageStatuses).optional(),
  type: z.enum(messageTypes).optional(),
  /** The id of a message, or of what it tells of. */
  search: plainText(200).optional(),
});
export type MessageList = z.infer<typeof messageList>;

export const resendFailedInput = z.strictObject({ id: idInput, since: z.iso.datetime({ offset: true }) });
export type ResendFailedInput = z.infer<typeof resendFailedInput>;

const message = {
  id: z.string(),
  endpointId: z.string(),
  type: z.enum(messageTypes),
  subjectId: z.string(),
  status: z.enum(messageStatuses),
  attemptCount: z.number(),
  /** Attempts of the latest round; a resend begins another. */
  roundCount: z.number(),
  mostAttempts: z.number(),
  nextAttemptAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  errorMessage: z.string().nullable(),
  createdAt: z.string(),
};

/** A line of the log. */
export const messageSummary = z.object({ ...message, lastStatusCode: z.number().nullable() });
export type MessageSummary = z.infer<typeof messageSummary>;

export const attemptOutput = z.object({
  attempt: z.number(),
  statusCode: z.number().nullable(),
  /** With neither status nor error the attempt is under way, or was cut off. */
  errorMessage: z.string().nullable(),
  response: z.string().nullable(),
  durationMs: z.number(),
  createdAt: z.string(),
});
export type AttemptOutput = z.infer<typeof attemptOutput>;

export const messageOutput = z.object({
  ...message,
  endpointUrl: z.string(),
  body: z.string(),
  /** The latest hundred, oldest first. */
  attempts: z.array(attemptOutput),
});
export type MessageOutput = z.infer<typeof messageOutput>;

export const noticeTypeOutput = z.object({
  type: z.enum(noticeTypes),
  description: z.string(),
  /** JSON Schema of `data`. */
  data: z.record(z.string(), z.unknown()),
});
