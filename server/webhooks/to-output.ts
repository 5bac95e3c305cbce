import type { Delivery } from "@/prisma/generated/client";
import type { DeliveryReason, DeliveryStatus, DeliverySummary, ProviderName } from "@/server/webhooks/schema";

/** A row as every door shows it. */
export function toSummary(row: Omit<Delivery, "body">, eventType: string | null): DeliverySummary {
  return {
    id: row.id,
    provider: row.provider as ProviderName,
    personaId: row.personaId,
    status: row.status as DeliveryStatus,
    reason: row.reason as DeliveryReason | null,
    message: row.message,
    externalId: row.externalId,
    eventId: row.eventId,
    eventType,
    bodyBytes: row.bodyBytes,
    bodySha256: row.bodySha256,
    repeatCount: row.repeatCount,
    lastRepeatAt: row.lastRepeatAt?.toISOString() ?? null,
    originalId: row.originalId,
    createdAt: row.createdAt.toISOString(),
  };
}
