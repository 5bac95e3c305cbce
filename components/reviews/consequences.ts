import type { Decision, ReviewOutput, ReviewSummary } from "@/server/reviews/schema";

type Asked = Pick<ReviewSummary, "kind" | "toolName" | "personaName" | "isBlocking">;

export const kindWords: Record<ReviewSummary["kind"], string> = {
  manual_review: "Decision",
  tool_call: "Tool call",
  outcome_unknown: "Unknown outcome",
  worker: "Worker",
};

export const actWords: Record<Decision, string> = {
  approve: "Approve",
  reject: "Reject",
  resolve: "Mark as dealt with",
  repeat: "Repeat it",
  done: "Treat as done",
  abandon: "Abandon it",
};

/** What each answer leads to, in a sentence. */
export function describeConsequences(review: Asked): { decision: Decision; words: string }[] {
  const { kind, personaName } = review;
  const tool = review.toolName ?? "The call";
  if (kind === "tool_call")
    return [
      {
        decision: "approve",
        words: `${tool} runs once, with exactly these arguments, and ${personaName} goes on.`,
      },
      { decision: "reject", words: `Nothing is called. ${personaName} is told your reason and goes on.` },
    ];
  if (kind === "outcome_unknown")
    return [
      { decision: "repeat", words: `${tool} goes out again. If it got through before, it happens twice.` },
      { decision: "done", words: `Nothing is called. ${personaName} is told that it happened, and goes on.` },
      {
        decision: "abandon",
        words: `Nothing is called. ${personaName} is told that it failed, and goes on.`,
      },
    ];
  const next = review.isBlocking
    ? `${personaName} is told, and goes on.`
    : `It is noted; ${personaName} does not wait for it.`;
  return [
    { decision: "approve", words: next },
    {
      decision: "reject",
      words: review.isBlocking ? `${personaName} is told your reason, and goes on.` : next,
    },
    { decision: "resolve", words: `Neither yes nor no. ${next}` },
  ];
}

/** The suggestions in their JSON text; none when it holds something else. */
export function readSuggestions({ suggestedActions }: Pick<ReviewOutput, "suggestedActions">): string[] {
  try {
    const value: unknown = JSON.parse(suggestedActions ?? "[]");
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

/** What edited arguments come to: the object, or what is wrong with the text. */
export function readArgs(text: string): { value: Record<string, unknown> } | { fault: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { value: value as Record<string, unknown> }
      : { fault: "The arguments must be a JSON object." };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : "Not valid JSON." };
  }
}
