import { type Actor, requireScope } from "@/server/actor";
import { db } from "@/server/db";

/** How many executions want a person to look at them: failed within a day, or waiting for a decision. */
export async function countAttention(actor: Actor): Promise<{ count: number }> {
  requireScope(actor, "executions:read");
  const [failed, waiting] = await Promise.all([
    db.execution.count({
      where: { status: "failed", completedAt: { gte: new Date(Date.now() - 24 * 60 * 60_000) } },
    }),
    db.execution.count({
      where: { status: { in: ["queued", "running"] }, waitingFor: { in: ["review", "budget"] } },
    }),
  ]);
  return { count: failed + waiting };
}
