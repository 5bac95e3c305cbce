import type { Event } from "@/prisma/generated/client";
import type { EventOutput, EventStatus } from "@/server/events/schema";

/** The longest payload that stands in a reply; longer ones are read in pages. */
export const mostReplyBytes = 64 * 1024;

/** A row as every door shows it. */
export function toOutput(row: Event): EventOutput {
  return {
    ...describeAtReceipt(row),
    status: row.status as EventStatus,
    errorMessage: row.errorMessage,
    processedAt: row.processedAt?.toISOString() ?? null,
    retryCount: row.retryCount,
    nextRetryAt: row.nextRetryAt?.toISOString() ?? null,
  };
}

type Receipt = Pick<
  Event,
  "id" | "eventType" | "sourceType" | "sourceId" | "targetPersonaId" | "payload" | "useCaseId" | "createdAt"
>;

/** The event as it was when it was recorded: what a repeated delivery is answered with, always the same. */
export function describeAtReceipt(row: Receipt): EventOutput {
  const payloadBytes = row.payload === null ? 0 : Buffer.byteLength(row.payload);
  return {
    id: row.id,
    projectId: "default",
    eventType: row.eventType,
    sourceType: row.sourceType,
    sourceId: row.sourceId,
    targetPersonaId: row.targetPersonaId,
    payload: payloadBytes > mostReplyBytes ? null : row.payload,
    payloadBytes,
    status: "pending",
    errorMessage: null,
    processedAt: null,
    useCaseId: row.useCaseId,
    retryCount: 0,
    nextRetryAt: null,
    createdAt: row.createdAt.toISOString(),
  };
}
