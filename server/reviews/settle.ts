import { reviewAnswered } from "@/inngest/events";
import type { Review } from "@/prisma/generated/client";
import { type Actor, linkActorName } from "@/server/actor";
import { auditEntry } from "@/server/audit/service";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { flushOutbox, outboxRow } from "@/server/outbox/service";
import type { Ruling } from "@/server/reviews/answer-rules";

type Settlement = {
  review: Review;
  ruling: Ruling;
  notes?: string | undefined;
  /** The link that the answer comes by; it is used up with it. */
  tokenHash?: string;
};

const endedStatuses = ["completed", "failed", "cancelled"];

/**
 * Answers a review, once: the answer, who gave it and the fact that lets the execution go on are written together or
 * not at all. Throws conflict when it was answered before, when its execution no longer waits, or when the link was used.
 */
export async function settleReview(actor: Actor, settlement: Settlement, now = new Date()): Promise<Review> {
  const { review, ruling, notes, tokenHash } = settlement;
  const { id, executionId } = review;
  const fact = outboxRow(reviewAnswered.create({ reviewId: id, executionId }));
  const answered = await db.$transaction(async (tx) => {
    const { count } = await tx.review.updateMany({
      where: { id, status: "pending" },
      data: { ...ruling, reviewerNotes: notes || null, resolvedBy: actor.name, resolvedAt: now },
    });
    const row = await tx.review.findUniqueOrThrow({ where: { id } });
    if (count === 0) throw new AppError("conflict", describeAnswer(row));
    if (review.isBlocking) {
      const ended = { id: executionId, status: { in: endedStatuses } };
      const execution = await tx.execution.findFirst({ where: ended, select: { status: true } });
      if (execution)
        throw new AppError("conflict", `The execution is ${execution.status}; it no longer waits for this.`);
    }
    if (tokenHash !== undefined) {
      const unused = { tokenHash, usedAt: null, expiresAt: { gt: now } };
      const used = await tx.reviewLink.updateMany({ where: unused, data: { usedAt: now } });
      if (used.count === 0) throw new AppError("conflict", "This link was used or has expired.");
    }
    const detail = {
      decision: ruling.decision,
      kind: review.kind,
      executionId,
      ...(ruling.argsHash === null ? {} : { argsHash: ruling.argsHash }),
      ...(ruling.editedArgs === null ? {} : { editedFrom: review.argsHash }),
    };
    await tx.auditEntry.create({ data: auditEntry(actor, "review.answered", id, detail) });
    await tx.outbox.create({ data: fact });
    return row;
  });
  await flushOutbox([fact]);
  return answered;
}

/** Who answered what, and when: "This was approved by Jane at 2026-11-26 21:05 UTC." */
export function describeAnswer(row: Pick<Review, "status" | "resolvedBy" | "resolvedAt">): string {
  const at = row.resolvedAt?.toISOString().replace("T", " ").slice(0, 16);
  const what = row.status === "timed_out" ? "closed" : row.status;
  const who = row.resolvedBy === linkActorName ? "link" : row.resolvedBy;
  return `This was ${what}${who ? ` by ${who}` : ""}${at ? ` at ${at} UTC` : ""}.`;
}
