import { db } from "@/server/db";
import type { PendingReview, ReviewKind, Severity } from "@/server/reviews/schema";

/** What an execution waits for a person to decide, oldest first. For whoever may read the execution. */
export async function listPendingOf(executionId: string): Promise<PendingReview[]> {
  const rows = await db.review.findMany({
    where: { executionId, status: "pending" },
    select: { id: true, title: true, kind: true, severity: true, createdAt: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id, title, kind, severity, createdAt }) => ({
    reviewId: id,
    title,
    kind: kind as ReviewKind,
    severity: severity as Severity,
    createdAt: createdAt.toISOString(),
  }));
}
