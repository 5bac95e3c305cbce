import { hashCanonical } from "@/server/canonical-json";
import { AppError, invalidField } from "@/server/errors";
import { parseOrUndefined } from "@/server/json-text";
import type { AnswerInput, Decision, ReviewKind, ReviewStatus } from "@/server/reviews/schema";

/** What an answer makes of a review. `editedArgs` and `argsHash` are of a tool call: what runs, and its hash. */
export type Ruling = {
  status: Exclude<ReviewStatus, "pending" | "timed_out">;
  decision: Decision;
  editedArgs: string | null;
  argsHash: string | null;
};

type Question = { kind: ReviewKind; argsHash: string | null };
type Answer = Omit<AnswerInput, "id">;

/** Which answers each kind takes. After a write whose outcome is unknown, yes and no would say nothing. */
export const decisionsOf: Record<ReviewKind, readonly Decision[]> = {
  manual_review: ["approve", "reject", "resolve"],
  worker: ["approve", "reject", "resolve"],
  tool_call: ["approve", "reject"],
  outcome_unknown: ["repeat", "done", "abandon"],
};

/**
 * What an answer comes to (design §12.5). What was approved is what runs: a tool call is approved by the hash of
 * the arguments that were looked at; edited ones get a hash of their own. Throws validation_failed for an answer
 * that the kind does not take, and conflict for a hash that is not the review's.
 */
export function judgeAnswer(question: Question, answer: Answer): Ruling {
  const { kind, argsHash } = question;
  const { decision } = answer;
  const allowed = decisionsOf[kind];
  if (!allowed.includes(decision))
    throw invalidField("decision", `This review takes ${listWords(allowed)}, not ${decision}.`);
  if (answer.args !== undefined && (kind !== "tool_call" || decision !== "approve"))
    throw invalidField("args", "Arguments are edited when a tool call is approved, and only then.");
  if (kind === "tool_call" && decision === "reject" && !answer.notes)
    throw invalidField("notes", "Say why: the persona is told, and goes on by it.");
  const editedArgs = answer.args ?? null;
  if (kind === "tool_call" && decision === "approve") requireSeenArgs(argsHash, answer);
  return {
    status: decision === "approve" ? "approved" : decision === "reject" ? "rejected" : "resolved",
    decision,
    editedArgs,
    argsHash: editedArgs === null ? argsHash : hashCanonical(parseOrUndefined(editedArgs)),
  };
}

function requireSeenArgs(argsHash: string | null, answer: Answer): void {
  if (argsHash === null) {
    if (answer.args !== undefined) return;
    throw new AppError(
      "conflict",
      "The arguments of this call could not be read, so it cannot be approved as it is. Edit or reject it.",
    );
  }
  if (answer.argsHash === undefined)
    throw invalidField("argsHash", "Send the argsHash of the arguments you looked at.");
  if (answer.argsHash !== argsHash)
    throw new AppError(
      "conflict",
      "These are not the arguments that were looked at. Read the review again before you approve it.",
    );
}

function listWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
