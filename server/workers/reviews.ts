import { Prisma, type Review } from "@/prisma/generated/client";
import { type Actor, requireScope } from "@/server/actor";
import { readRedactor } from "@/server/credentials/use";
import { db } from "@/server/db";
import { type ProtocolPayload, protocols } from "@/server/protocols/keys";
import { redactDeep } from "@/server/redact";
import { requestReview } from "@/server/reviews/request";
import { describeAnswer } from "@/server/reviews/settle";
import { readHeld } from "@/server/workers/held";
import type { HeartbeatOutput, ReviewInput } from "@/server/workers/schema";

/** Parts a question's id from the number of the lease that asked it anew. */
const again = "#";

/** A worker's question that a person has answered, as an SQL condition on `review`. */
export const isAnswered = Prisma.sql`review.kind = 'worker' AND review.status <> 'pending'`;

/**
 * Asks a person on behalf of a persona that runs on a worker, once per `reviewId`, which is the same for the same question
 * whichever worker asks it; the answer comes with a heartbeat. An answer that an earlier lease was told counts for that
 * one alone, since it may have been acted upon: the question is asked anew, with that said. What cannot be read is asked
 * all the same, as critical, with what is wrong (contracts/personas.md §1.10). Throws conflict.
 */
export async function askForReview(
  actor: Actor,
  { reviewId, payload, ...lease }: ReviewInput,
): Promise<{ reviewId: string; status: string }> {
  requireScope(actor, "workers:run");
  const { personaId, personaName } = await readHeld(lease);
  const redactor = await readRedactor(personaId);
  const { executionId, leaseNumber } = lease;
  const key = `${keyOf(executionId)}${reviewId}`;
  const former = await findLatest(executionId, key);
  const isUsed = former !== null && former.toldLease !== null && former.toldLease !== leaseNumber;
  const question = readPayload(redactDeep(redactor, payload));
  const review = await requestReview({
    key: isUsed ? `${key}${again}${leaseNumber}` : (former?.key ?? key),
    kind: "worker",
    executionId,
    personaId,
    personaName,
    ...question,
    ...(isUsed ? { description: warnOf(former, question.description) } : {}),
    isBlocking: true,
  });
  // The answer itself is told by a heartbeat alone, which notes it.
  return { reviewId, status: review.toldLease === null ? "pending" : review.status };
}

/** The answers to what these leases' workers asked; they are told with every heartbeat, a worker minds each once. */
export async function listAnswers(
  leases: { id: string; leaseNumber: number }[],
): Promise<HeartbeatOutput["answers"]> {
  if (leases.length === 0) return [];
  const reviews = await db.review.findMany({
    where: { OR: leases.map(({ id, leaseNumber }) => ({ executionId: id, toldLease: leaseNumber })) },
    orderBy: { resolvedAt: "asc" },
  });
  return reviews.map(({ key, executionId, status, reviewerNotes }) => ({
    executionId,
    reviewId: key.slice(keyOf(executionId).length).split(again)[0] ?? "",
    decision: status,
    message: reviewerNotes,
  }));
}

/** The question as it was asked last. */
function findLatest(executionId: string, key: string) {
  return db.review.findFirst({
    where: { executionId, OR: [{ key }, { key: { startsWith: `${key}${again}` } }] },
    orderBy: [{ createdAt: "desc" }, { key: "desc" }],
  });
}

function warnOf(former: Review, description = ""): string {
  const words = former.reviewerNotes ? ` They said: ${former.reviewerNotes}` : "";
  return [
    `Asked again. ${describeAnswer(former)}${words}`,
    "The worker that was told so did not finish, and what was decided may have taken effect. Look before you answer.",
    description,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
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
