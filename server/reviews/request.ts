import { noticeRaised, reviewRequested } from "@/inngest/events";
import { createId } from "@/lib/ids";
import type { Review } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import { findDueAt } from "@/server/reviews/policy";
import type { ReviewKind, Severity } from "@/server/reviews/schema";
import { readSettings } from "@/server/settings/service";

export type NewReview = {
  /** The same key is asked once. */
  key: string;
  kind: ReviewKind;
  executionId: string;
  personaId: string;
  personaName: string;
  toolCallId?: string | undefined;
  title: string;
  description?: string | null | undefined;
  severity?: Severity | undefined;
  contextData?: string | null | undefined;
  suggestedActions?: string[] | undefined;
  toolName?: string | undefined;
  /** The exact arguments as JSON, and `hashCanonical` of what they say. */
  args?: string | undefined;
  argsHash?: string | undefined;
  parseError?: string | undefined;
  /** Whether the execution waits for the answer. */
  isBlocking: boolean;
};

/**
 * Asks a person, once. What could not be read is critical (contracts/personas.md §1.10); when it is due is for the
 * severity's policy to say. With the question stand the facts that have it told inside and outside the hub. Returns the
 * review as it stands.
 */
export async function requestReview(
  { suggestedActions, ...review }: NewReview,
  now = new Date(),
): Promise<Review> {
  const id = createId("review");
  const facts = [
    outboxRow(reviewRequested.create({ reviewId: id })),
    outboxRow(noticeRaised.create({ type: "review.waiting", subjectId: id })),
  ];
  const severity = review.parseError ? "critical" : (review.severity ?? "medium");
  const { reviewPolicies } = await readSettings();
  const data = {
    id,
    ...review,
    severity,
    suggestedActions: suggestedActions ? JSON.stringify(suggestedActions) : null,
    dueAt: findDueAt(reviewPolicies, severity, now),
    createdAt: now,
  };
  const made = await db.$transaction(async (tx) => {
    const { count } = await tx.review.createMany({ data: [data], skipDuplicates: true });
    if (count > 0) await tx.outbox.createMany({ data: facts });
    return count > 0;
  });
  if (made) await flushOutbox(facts);
  return db.review.findUniqueOrThrow({ where: { key: review.key } });
}
