import { type Actor, requireScope } from "@/server/actor";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { type ProtocolPayload, protocols } from "@/server/protocols/keys";
import { redactDeep } from "@/server/redact";
import { requestReview } from "@/server/reviews/request";
import { readHeld } from "@/server/workers/held";
import type { HeartbeatOutput, ReviewInput } from "@/server/workers/schema";

/**
 * Asks a person on behalf of a persona that runs on a worker, once per `reviewId`, which is the same for the same question
 * whichever worker asks it; the answer comes with a heartbeat. What cannot be read is asked all the same, as critical, with what is wrong (contracts/personas.md §1.10). Throws conflict.
 */
export async function askForReview(
  actor: Actor,
  { reviewId, payload, ...lease }: ReviewInput,
): Promise<{ reviewId: string; status: string }> {
  requireScope(actor, "workers:run");
  const { personaId, personaName } = await readHeld(lease);
  const redactor = await readRedactor(personaId);
  const { executionId } = lease;
  const review = await requestReview({
    key: `${keyOf(executionId)}${reviewId}`,
    kind: "worker",
    executionId,
    personaId,
    personaName,
    ...readPayload(redactDeep(redactor, payload)),
    isBlocking: true,
  });
  return { reviewId, status: review.status };
}

/** The answers to what these executions' workers asked; they are told with every heartbeat, a worker minds each once. */
export async function listAnswers(executionIds: string[]): Promise<HeartbeatOutput["answers"]> {
  if (executionIds.length === 0) return [];
  const reviews = await db.review.findMany({
    where: { executionId: { in: executionIds }, kind: "worker", status: { not: "pending" } },
    orderBy: { resolvedAt: "asc" },
  });
  return reviews.map(({ key, executionId, status, reviewerNotes }) => ({
    executionId,
    reviewId: key.slice(keyOf(executionId).length),
    decision: status,
    message: reviewerNotes,
  }));
}

function keyOf(executionId: string): string {
  return `worker:${executionId}:`;
}

function readPayload(payload: unknown) {
  const parsed = protocols.manual_review.safeParse(payload);
  if (!parsed.success) {
    const contextData = JSON.stringify(payload)?.slice(0, 100_000) ?? null;
    const parseError = parsed.error.issues[0]?.message ?? "Not readable";
    return {
      title: "A review that could not be read",
      severity: "critical" as const,
      contextData,
      parseError,
    };
  }
  const { title, description, severity, context_data, suggested_actions }: ProtocolPayload<"manual_review"> =
    parsed.data;
  return { title, description, severity, contextData: context_data, suggestedActions: suggested_actions };
}
