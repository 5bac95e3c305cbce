import { type ReviewKind, type Severity, severities } from "@/server/reviews/schema";
import type { Settings } from "@/server/settings/schema";

export type Policies = Settings["reviewPolicies"];
export type DueAct = "auto_approve" | "escalate" | "none";

/** When a review of this severity, asked or escalated at `from`, is due; null when its policy does nothing. */
export function findDueAt(policies: Policies, severity: Severity, from: Date): Date | null {
  const { slaMinutes, action } = policies[severity];
  return action === "none" ? null : new Date(from.getTime() + slaMinutes * 60_000);
}

/**
 * What happens to a review that nobody answered in time. Only what a persona asked of its own accord is ever
 * approved unseen; a tool call, a write with unknown outcome and a worker's question are escalated instead.
 */
export function chooseDueAct(policies: Policies, review: { kind: ReviewKind; severity: Severity }): DueAct {
  const { action } = policies[review.severity];
  return action === "auto_approve" && review.kind !== "manual_review" ? "escalate" : action;
}

/** One step up; critical stays. */
export function raiseSeverity(severity: Severity): Severity {
  return severities[severities.indexOf(severity) + 1] ?? severity;
}
