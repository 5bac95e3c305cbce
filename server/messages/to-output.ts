import type { MessageDelivery, PersonaMessage } from "@/prisma/generated/client";
import { readMetadata } from "@/server/messages/answer-links";
import { mostAttempts } from "@/server/messages/attempt-waits";
import type {
  ChannelType,
  ContentType,
  DeliveryOutput,
  DeliveryStatus,
  MessageOutput,
  Priority,
} from "@/server/messages/schema";

/** A row as every door shows it. */
export function toMessage(row: PersonaMessage): MessageOutput {
  const { answerLinks: _links, ...shown } = readMetadata(row);
  return {
    id: row.id,
    personaId: row.personaId,
    personaName: row.personaName,
    executionId: row.executionId,
    title: row.title,
    content: row.content,
    contentType: row.contentType as ContentType,
    priority: row.priority as Priority,
    isRead: row.isRead,
    readAt: row.readAt?.toISOString() ?? null,
    metadata: Object.keys(shown).length > 0 ? JSON.stringify(shown) : null,
    reviewId: typeof shown.reviewId === "string" ? shown.reviewId : null,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A delivery as every door shows it. */
export function toDelivery(row: MessageDelivery & { channel: { name: string } }): DeliveryOutput {
  return {
    id: row.id,
    messageId: row.messageId,
    channelId: row.channelId,
    channelName: row.channel.name,
    channelType: row.channelType as ChannelType,
    status: row.status as DeliveryStatus,
    attemptCount: row.attemptCount,
    mostAttempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    errorMessage: row.errorMessage,
    externalId: row.externalId,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
