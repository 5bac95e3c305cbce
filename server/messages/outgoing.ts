import type { PersonaMessage } from "@/prisma/generated/client";
import { env } from "@/server/env";
import { openLinks } from "@/server/messages/answer-links";
import type { ContentType, Priority } from "@/server/messages/schema";
import { toMessage } from "@/server/messages/to-output";

/** A message as it goes out, whatever the channel. */
export type Outgoing = {
  /** The delivery's id: the same at every attempt, by which receivers tell a repetition. */
  id: string;
  messageId: string;
  personaId: string | null;
  personaName: string;
  executionId: string | null;
  title: string;
  content: string;
  contentType: ContentType;
  priority: Priority;
  reviewId: string | null;
  createdAt: string;
  /** Where the message, its execution and its review are read in the hub. */
  url: string;
  executionUrl: string | null;
  reviewUrl: string | null;
  /** Answer the review without signing in; null for channels that do not tell reviews. */
  approveUrl: string | null;
  rejectUrl: string | null;
};

/** What became of one sending. */
export type Sent = {
  isTaken: boolean;
  /** Trying again will not help. */
  isFinal: boolean;
  /** Why it was not taken, without any secret; empty when it was. */
  reason: string;
  /** What the other side calls it. */
  externalId: string | null;
  retryAfterMs: number | null;
};

/** A row made ready to go out as `deliveryId`. */
export function describeOutgoing(
  row: PersonaMessage,
  deliveryId: string,
  { tellsReviews }: { tellsReviews: boolean },
): Outgoing {
  const { id, isRead: _isRead, readAt: _readAt, metadata: _metadata, ...message } = toMessage(row);
  const { approveUrl, rejectUrl } = openLinks(row);
  return {
    ...message,
    id: deliveryId,
    messageId: id,
    title: message.title ?? `A message from ${message.personaName}`,
    url: linkTo(`/messages/${id}`),
    executionUrl: message.executionId && linkTo(`/executions/${message.executionId}`),
    reviewUrl: message.reviewId && linkTo(`/reviews/${message.reviewId}`),
    approveUrl: tellsReviews ? approveUrl : null,
    rejectUrl: tellsReviews ? rejectUrl : null,
  };
}

/** What a channel is sent when somebody tries it out. */
export function describeTest(id: string, channelName: string, now: number): Outgoing {
  return {
    id,
    messageId: id,
    personaId: null,
    personaName: "Ensemble",
    executionId: null,
    title: "Ensemble reaches this channel",
    content: `This is a test of the channel “${channelName}”.`,
    contentType: "info",
    priority: "normal",
    reviewId: null,
    createdAt: new Date(now).toISOString(),
    url: linkTo("/messages/channels"),
    executionUrl: null,
    reviewUrl: null,
    approveUrl: null,
    rejectUrl: null,
  };
}

function linkTo(path: string): string {
  return `${env().PUBLIC_URL}${path}`;
}
