import { z } from "zod";
import { plainText } from "@/server/json-text";
import { booleanInput, pageInput } from "@/server/page-input";
import { idInput } from "@/server/personas/schema";

/** contracts/personas.md §1.3 */
export const contentTypes = ["info", "warning", "error", "success"] as const;
export type ContentType = (typeof contentTypes)[number];
/** From the least. */
export const priorities = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof priorities)[number];
export const channelTypes = ["slack", "webhook", "email"] as const;
export type ChannelType = (typeof channelTypes)[number];
export const deliveryStatuses = ["pending", "delivered", "failed"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

export const messageList = z.strictObject({
  ...pageInput,
  isRead: booleanInput.optional(),
  personaId: idInput.optional(),
  executionId: idInput.optional(),
  priority: z.enum(priorities).optional(),
  /** This priority and those above it. */
  minPriority: z.enum(priorities).optional(),
  contentType: z.enum(contentTypes).optional(),
  /** A part of title, content or persona's name, or an id. */
  search: plainText(200).optional(),
});
export type MessageList = z.infer<typeof messageList>;

export const readAllInput = z.strictObject({
  /** What was written later than this stays unread: nobody can have seen it. */
  until: z.iso.datetime({ offset: true }).optional(),
});
export type ReadAllInput = z.infer<typeof readAllInput>;

export const unreadCount = z.object({ count: z.number(), newestAt: z.string().nullable() });
export type UnreadCount = z.infer<typeof unreadCount>;

/** PersonaMessage of contracts/personas.md §1.1. `metadata` is JSON text, without links that act. */
const message = {
  id: z.string(),
  /** Null for what the hub itself says. */
  personaId: z.string().nullable(),
  personaName: z.string(),
  executionId: z.string().nullable(),
  title: z.string().nullable(),
  content: z.string(),
  contentType: z.enum(contentTypes),
  priority: z.enum(priorities),
  isRead: z.boolean(),
  readAt: z.string().nullable(),
  metadata: z.string().nullable(),
  /** The review that the message tells of. */
  reviewId: z.string().nullable(),
  createdAt: z.string(),
};
export const messageOutput = z.object(message);
export type MessageOutput = z.infer<typeof messageOutput>;

export const deliveryOutput = z.object({
  id: z.string(),
  messageId: z.string(),
  channelId: z.string(),
  channelName: z.string(),
  channelType: z.enum(channelTypes),
  status: z.enum(deliveryStatuses),
  /** Since it was last sent by hand. */
  attemptCount: z.number(),
  mostAttempts: z.number(),
  nextAttemptAt: z.string().nullable(),
  errorMessage: z.string().nullable(),
  externalId: z.string().nullable(),
  deliveredAt: z.string().nullable(),
  createdAt: z.string(),
});
export type DeliveryOutput = z.infer<typeof deliveryOutput>;

export const messageDetail = z.object({ ...message, deliveries: z.array(deliveryOutput) });
export type MessageDetail = z.infer<typeof messageDetail>;

const url = z
  .url({ protocol: /^https?$/, error: "An http(s) URL, such as https://hooks.slack.com/services/…" })
  .max(2_000, "At most 2,000 characters")
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), "A URL without user name and password");
/** Where each type of channel leads to: what is sealed. */
export const channelConfigs = {
  slack: z.strictObject({ url }),
  webhook: z.strictObject({
    url,
    /** Null: unsigned. */
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, "whsec_ and 24 to 64 bytes in base64")
      .nullable()
      .default(null),
  }),
  email: z.strictObject({
    addresses: z
      .array(z.email("An e-mail address, such as ada@example.com").max(254))
      .min(1, "At least one address")
      .max(20, "At most 20 addresses"),
  }),
};

const channel = {
  name: plainText(80).trim().min(1, "A channel needs a name"),
  /** slack: `{url}`; webhook: `{url, secret?}`; email: `{addresses}`. It is stored encrypted and never returned. */
  config: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  /** The least priority that is delivered. */
  minPriority: z.enum(priorities),
  /** Whose messages; null for everybody's. */
  personaIds: z.array(idInput).min(1, "Name a persona, or none for all").max(200).nullable(),
  /** Whether reviews that wait, with the links that answer them, are told here too. */
  tellsReviews: z.boolean(),
};

export const channelCreate = z.strictObject({
  ...channel,
  channelType: z.enum(channelTypes),
  enabled: channel.enabled.default(true),
  minPriority: channel.minPriority.default("normal"),
  personaIds: channel.personaIds.default(null),
  tellsReviews: channel.tellsReviews.default(false),
});
export type ChannelCreate = z.infer<typeof channelCreate>;

export const channelUpdate = z.strictObject({ id: idInput, ...z.object(channel).partial().shape });
export type ChannelUpdate = z.infer<typeof channelUpdate>;

export const channelOutput = z.object({
  id: z.string(),
  name: z.string(),
  channelType: z.enum(channelTypes),
  /** What may be shown of where it leads to. */
  hint: z.string(),
  config: z.string(),
  enabled: z.boolean(),
  minPriority: z.enum(priorities),
  personaIds: z.array(z.string()).nullable(),
  tellsReviews: z.boolean(),
  /** Why nothing can be sent here as the hub is set up; null when it can. */
  problem: z.string().nullable(),
  /** The latest delivery that was settled, or is under way. */
  lastDelivery: z
    .object({
      messageId: z.string(),
      status: z.enum(deliveryStatuses),
      errorMessage: z.string().nullable(),
      at: z.string(),
    })
    .nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ChannelOutput = z.infer<typeof channelOutput>;

export const channelTestOutput = z.object({
  isDelivered: z.boolean(),
  errorMessage: z.string().nullable(),
  externalId: z.string().nullable(),
  durationMs: z.number(),
});
export type ChannelTestOutput = z.infer<typeof channelTestOutput>;
