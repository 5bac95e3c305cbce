import type { Execution, Review } from "@/prisma/generated/client";

import type { RunToolCall } from "@/server/agent/read-run";
import { hashCanonical } from "@/server/canonical-json";
import { db } from "@/server/db";
import { parseOrUndefined } from "@/server/json-text";
import type { ProtocolPayload } from "@/server/protocols/keys";
import { requestReview } from "@/server/reviews/request";

type Asking = Pick<Execution, "id" | "personaId" | "personaName">;

/** Asks a person whether a call may go out with exactly these arguments; the execution waits. */
export async function askToRun(execution: Asking, call: RunToolCall): Promise<void> {
  const input = parseOrUndefined(call.input);
  const review = await requestReview({
    ...toQuestion(execution, call),
    key: `call:${call.id}`,
    kind: "tool_call",
    title: `${execution.personaName} wants to use ${call.name}`,
    description: describeEffect(call),
    severity: call.effect === "write" || call.source === "protocol" ? "high" : "medium",
    argsHash: hashCanonical(input),
  });
  await wait(call, review, "waiting");
}

/** What a person has to know; that a call may be repeated does not mean that it changes nothing. */
function describeEffect({ effect, source }: RunToolCall): string {
  if (source === "protocol")
    return "It takes effect in the hub: people, personas or events are reached by it.";
  return effect === "write" ? "It changes something outside the hub." : "It only reads.";
}

/** A write was begun and the hub went down before it learned how it ended: only a person can say what now (design §12.5). */
export async function askForOutcome(execution: Asking, call: RunToolCall): Promise<void> {
  const review = await requestReview({
    ...toQuestion(execution, call),
    key: `outcome:${call.id}:${call.startedAt?.getTime() ?? 0}`,
    kind: "outcome_unknown",
    title: `Did ${call.name} take effect?`,
    description:
      "This call went out and its answer did not come: the hub was interrupted, or the other side did not answer. Look where it should have taken effect, then choose: repeat it, treat it as done, or abandon it.",
    severity: "high",
    argsHash: hashCanonical(parseOrUndefined(call.input)),
  });
  await wait(call, review, "unknown");
}

/** The persona itself asks a person, and waits for the answer. */
export async function askByProtocol(execution: Asking, call: RunToolCall): Promise<void> {
  const payload = parseOrUndefined(call.input) as ProtocolPayload<"manual_review">;
  const review = await requestReview({
    executionId: execution.id,
    personaId: execution.personaId,
    personaName: execution.personaName,
    toolCallId: call.id,
    key: `call:${call.id}`,
    kind: "manual_review",
    isBlocking: true,
    title: payload.title,
    description: payload.description ?? null,
    severity: payload.severity ?? "medium",
    contextData: payload.context_data ?? null,
    ...(payload.suggested_actions ? { suggestedActions: payload.suggested_actions } : {}),
  });
  await wait(call, review, "waiting");
}

/** The review that a call waits for. */
export function findReview(call: RunToolCall): Promise<Review | null> {
  return call.reviewId === null
    ? Promise.resolve(null)
    : db.review.findUnique({ where: { id: call.reviewId } });
}

function toQuestion(execution: Asking, call: RunToolCall) {
  return {
    executionId: execution.id,
    personaId: execution.personaId,
    personaName: execution.personaName,
    toolCallId: call.id,
    toolName: call.name,
    args: call.input,
    isBlocking: true,
  };
}

async function wait(call: RunToolCall, review: Review, status: "waiting" | "unknown"): Promise<void> {
  await db.executionToolCall.updateMany({
    where: { id: call.id, status: call.status },
    data: { status, reviewId: review.id },
  });
}
