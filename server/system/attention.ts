import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";

/**
 * How much wants a person: executions that failed within a day or wait for a budget, and reviews. An execution that
 * waits for a review counts by that review.
 */
export async function countAttention(actor: Actor): Promise<{ count: number; pendingReviews: number }> {
  requireScope(actor, "executions:read");
  const [failed, waiting, pendingReviews] = await Promise.all([
    db.execution.count({
      where: { status: "failed", completedAt: { gte: new Date(Date.now() - 24 * 60 * 60_000) } },
    }),
    db.execution.count({
      where: { status: { in: ["queued", "running"] }, waitingFor: "budget" },
    }),
    db.review.count({ where: { status: "pending" } }),
  ]);
  return { count: failed + waiting + pendingReviews, pendingReviews };
}
