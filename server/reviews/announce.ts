import type { Review } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { env } from "@/server/env";
import { type NewMessage, writeMessage } from "@/server/messages/write";
import { makeLinks } from "@/server/reviews/links";
import type { Severity } from "@/server/reviews/schema";

const mostArgs = 2_000;
const priorities: Record<Severity, NewMessage["priority"]> = {
  critical: "urgent",
  high: "high",
  medium: "normal",
  low: "low",
};

/** Tells people of a review that waits, once, with links that answer it. Null when it is gone or answered already. */
export async function announceReview(id: string): Promise<string | null> {
  const review = await db.review.findUnique({ where: { id } });
  if (review?.status !== "pending") return null;
  const severity = review.severity as Severity;
  return tell(review, {
    key: `review:${id}`,
    title: `Review: ${review.title}`,
    content: describeQuestion(review),
    priority: priorities[severity],
  });
}

/** Tells people, urgently and once per step, that nobody has answered. */
export function announceEscalation(review: Review, to: Severity): Promise<string> {
  const change = to === review.severity ? `It is ${to}.` : `It was ${review.severity} and is ${to} now.`;
  return tell(review, {
    key: `review:${review.id}:escalated:${review.severity}`,
    title: `Nobody has answered: ${review.title}`,
    content: `${change}\n\n${describeQuestion(review)}`,
    priority: "urgent",
  });
}

async function tell(
  review: Review,
  message: Pick<NewMessage, "key" | "title" | "content" | "priority">,
): Promise<string> {
  const links = await makeLinks(review.id);
  return writeMessage({
    ...message,
    personaId: review.personaId,
    personaName: review.personaName,
    executionId: review.executionId,
    contentType: "warning",
    metadata: { reviewId: review.id, reviewUrl: `${env().PUBLIC_URL}/reviews/${review.id}`, ...links },
  });
}

/** The question as Markdown: who asks what, with the exact arguments and the context. */
function describeQuestion(review: Review): string {
  const { personaName, toolName, args, description, contextData, parseError, kind } = review;
  const asked =
    kind === "outcome_unknown"
      ? `A call of ${personaName} was cut off, and whether it got through is not known.`
      : toolName
        ? `${personaName} wants to use \`${toolName}\`.`
        : `${personaName} asks for a decision.`;
  return [
    asked,
    description,
    parseError && `What was asked could not be read: ${parseError}`,
    args && fence(args),
    contextData,
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** As a block of code that nothing in the text can end. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  const shown = text.length > mostArgs ? `${text.slice(0, mostArgs)}…` : text;
  return `${marks}json\n${shown}\n${marks}`;
}
