import type { Endpoint, EndpointMessage } from "@/prisma/generated/client";
import type {
  EndpointOutput,
  MessageStatus,
  MessageSummary,
  MessageType,
  NoticeType,
} from "@/server/endpoints/schema";
import { env } from "@/server/env";
import { masked } from "@/server/masked";

/** How an endpoint does: what its row does not say. */
export type Health = Pick<EndpointOutput, "deliveredInDay" | "failedInDay" | "pendingCount" | "latest">;

/** A row as every door shows it, its secret masked. */
export function toOutput(row: Endpoint, health: Health): EndpointOutput {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    noticeTypes: JSON.parse(row.noticeTypes) as NoticeType[],
    enabled: row.enabled,
    disabledReason: row.disabledReason,
    secret: masked,
    previousSecretExpiresAt: row.previousExpiresAt?.toISOString() ?? null,
    failingSince: row.failingSince?.toISOString() ?? null,
    lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
    ...health,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What a message shows in every view of it. */
export function toMessage(row: Omit<EndpointMessage, "body">): Omit<MessageSummary, "lastStatusCode"> {
  const type = row.noticeType as MessageType;
  return {
    id: row.id,
    endpointId: row.endpointId,
    type,
    subjectId: row.subjectId,
    status: row.status as MessageStatus,
    attemptCount: row.attemptCount,
    roundCount: row.roundCount,
    mostAttempts: type === "ping" ? 1 : env().ENDPOINT_RETRY_SECONDS.length,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    errorMessage: row.errorMessage,
    createdAt: row.createdAt.toISOString(),
  };
}
