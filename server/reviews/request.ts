import { reviewRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Review } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";

export type NewReview = {
  /** The same key is asked once. */
  key: string;
  kind: "manual_review" | "tool_call" | "outcome_unknown" | "worker";
  executionId: string;
  personaId: string;
  personaName: string;
  toolCallId?: string | undefined;
  title: string;
  description?: string | null | undefined;
  severity?: "low" | "medium" | "high" | "critical" | undefined;
  contextData?: string | null | undefined;
  suggestedActions?: string[] | undefined;
  toolName?: string | undefined;
  /** The exact arguments as JSON, and the SHA-256 of their canonical form. */
  args?: string | undefined;
  argsHash?: string | undefined;
  parseError?: string | undefined;
  /** Whether the execution waits for the answer. */
  isBlocking: boolean;
};

/** Asks a person, once. Returns the review as it stands. */
export async function requestReview({ suggestedActions, ...review }: NewReview): Promise<Review> {
  const id = createId("review");
  const row = outboxRow(reviewRequested.create({ reviewId: id }));
  const made = await db.$transaction(async (tx) => {
    const data = {
      id,
      ...review,
      suggestedActions: suggestedActions ? JSON.stringify(suggestedActions) : null,
    };
    const { count } = await tx.review.createMany({ data: [data], skipDuplicates: true });
    if (count > 0) await tx.outbox.create({ data: row });
    return count > 0;
  });
  if (made) await flushOutbox([row]);
  return db.review.findUniqueOrThrow({ where: { key: review.key } });
}
