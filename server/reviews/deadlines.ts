import { systemActor } from "@/server/actor";
import { db } from "@/server/db";
import { AppError } from "@/server/errors";
import { logger } from "@/server/logger";
import { announceEscalation } from "@/server/reviews/announce";
import { judgeAnswer } from "@/server/reviews/answer-rules";
import { chooseDueAct, findDueAt, type Policies, raiseSeverity } from "@/server/reviews/policy";
import { settleReview } from "@/server/reviews/settle";
import { toSummary } from "@/server/reviews/to-output";
import { readSettings } from "@/server/settings/service";

const batchSize = 200;

type Due = Awaited<ReturnType<typeof readDue>>[number];

/**
 * Does what the policy of its severity says with every review that nobody answered in time (contracts/personas.md
 * §1.10): approves it, escalates it, or lets it be. Returns how many of each. One that fails holds up no other.
 */
export async function enforceDeadlines(now = new Date()) {
  const { reviewPolicies } = await readSettings();
  const counts = { approved: 0, escalated: 0, left: 0 };
  for (const review of await readDue(now)) {
    try {
      counts[await enforce(review, reviewPolicies, now)] += 1;
    } catch (error) {
      // Somebody answered it meanwhile, or its execution ended.
      if (!(error instanceof AppError && error.code === "conflict"))
        logger.error({ err: error, reviewId: review.id }, "A review that is due could not be dealt with.");
    }
  }
  return counts;
}

/** Closes questions that an execution was waiting with when it ended: nobody's answer can reach it any more. */
export async function closeOrphans(): Promise<number> {
  return db.$executeRaw`
    UPDATE review SET status = 'timed_out', resolved_by = ${systemActor.name}, resolved_at = now(), updated_at = clock_timestamp(),
      reviewer_notes = 'Its execution had ended before: ' || execution.status || '.'
    FROM execution
    WHERE execution.id = review.execution_id AND execution.status IN ('completed', 'failed', 'cancelled')
      AND review.status = 'pending' AND review.is_blocking`;
}

function readDue(now: Date) {
  return db.review.findMany({
    where: { status: "pending", dueAt: { lte: now } },
    orderBy: { dueAt: "asc" },
    take: batchSize,
  });
}

async function enforce(
  review: Due,
  policies: Policies,
  now: Date,
): Promise<"approved" | "escalated" | "left"> {
  const { kind, severity, argsHash } = toSummary(review);
  const act = chooseDueAct(policies, { kind, severity });
  const isUnchanged = { id: review.id, status: "pending", dueAt: review.dueAt };
  if (act === "none") {
    await db.review.updateMany({ where: isUnchanged, data: { dueAt: null } });
    return "left";
  }
  if (act === "auto_approve") {
    const actor = { ...systemActor, id: "review-policy", name: `The policy for ${severity} severity` };
    const ruling = judgeAnswer({ kind, argsHash }, { decision: "approve" });
    const notes = `Nobody answered within ${policies[severity].slaMinutes} minutes.`;
    await settleReview(actor, { review, ruling, notes }, now);
    return "approved";
  }
  const raised = raiseSeverity(severity);
  // Told first: its key keeps it from being told twice, while a crash between the two would leave it untold.
  await announceEscalation(review, raised);
  await db.review.updateMany({
    where: isUnchanged,
    data: {
      severity: raised,
      escalatedAt: now,
      // What is critical already cannot be made louder; it stands at the top until somebody answers.
      dueAt: raised === severity ? null : findDueAt(policies, raised, now),
    },
  });
  return "escalated";
}
