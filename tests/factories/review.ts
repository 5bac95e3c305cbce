import { createId } from "@/lib/ids";
import type { Review } from "@/prisma/generated/client";
import { hashCanonical } from "@/server/canonical-json";
import { db } from "@/server/db";
import { type NewReview, requestReview } from "@/server/reviews/request";

export const callArgs = { url: "https://example.com/issues", method: "POST", body: { title: "Broken" } };

/** A question of a persona as the hub asks it; its execution stands and waits. */
export async function askReview(fields: Partial<NewReview> = {}): Promise<Review> {
  const executionId = fields.executionId ?? (await insertWaiting());
  return requestReview({
    key: createId("toolCall"),
    kind: "manual_review",
    executionId,
    personaId: "per_asks",
    personaName: "Release Scribe",
    title: "Publish the notes?",
    isBlocking: true,
    ...fields,
  });
}

/** The same for a tool call, with its exact arguments. */
export function askToolCall(fields: Partial<NewReview> = {}): Promise<Review> {
  return askReview({
    kind: "tool_call",
    title: "http_request",
    toolName: "http_request",
    args: JSON.stringify(callArgs),
    argsHash: hashCanonical(callArgs),
    ...fields,
  });
}

/** An execution that waits for a review. */
export async function insertWaiting(): Promise<string> {
  const id = createId("execution");
  await db.execution.create({
    data: {
      id,
      personaId: "per_asks",
      personaName: "Release Scribe",
      timeoutMs: 1_000,
      status: "queued",
      waitingFor: "review",
    },
  });
  return id;
}
