import { z } from "zod";
import type { Event } from "@/prisma/generated/client";
import { type Cause, type EventOutput, type EventStatus, eventCause } from "@/server/events/schema";

/** The longest payload that stands in a reply; longer ones are read in pages. */
export const mostReplyBytes = 64 * 1024;

/** What a row has no column for: its payload's length, and how its executions are being tried again. */
export type Beside = { payloadBytes: number; retryCount: number; nextRetryAt: Date | null };

/** A row as every door shows it. */
export function toOutput(row: Event, { payloadBytes, retryCount, nextRetryAt }: Beside): EventOutput {
  return {
    ...describeAtReceipt(row),
    payloadBytes,
    status: row.status as EventStatus,
    errorMessage: row.errorMessage,
    processedAt: row.processedAt?.toISOString() ?? null,
    retryCount,
    nextRetryAt: nextRetryAt?.toISOString() ?? null,
  };
}

export function readCauses(text: string): Cause[] {
  return z.array(eventCause).parse(JSON.parse(text));
}

type Receipt = Pick<
  Event,
  "id" | "eventType" | "sourceType" | "sourceId" | "targetPersonaId" | "payload" | "useCaseId" | "createdAt"
>;
/** What comes from inside the hub has these, too. */
type Origin = {
  triggerId?: string | null;
  hopCount?: number;
  causes?: string | readonly Cause[];
  replayOfEventId?: string | null;
};

/** The event as it was when it was recorded: what a repeated delivery is answered with, always the same. */
export function describeAtReceipt(row: Receipt & Origin): EventOutput {
  const payloadBytes = row.payload === null ? 0 : Buffer.byteLength(row.payload);
  const { causes = [] } = row;
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
    triggerId: row.triggerId ?? null,
    hopCount: row.hopCount ?? 0,
    causes: typeof causes === "string" ? readCauses(causes) : [...causes],
    replayOfEventId: row.replayOfEventId ?? null,
    retryCount: 0,
    nextRetryAt: null,
    createdAt: row.createdAt.toISOString(),
  };
}
