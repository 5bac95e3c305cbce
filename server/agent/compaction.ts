import type Anthropic from "@anthropic-ai/sdk";
import type { Run } from "@/server/agent/read-run";
import { contextTokens } from "@/server/models";

/** The part of a model's context that a conversation may fill before it is summarised. */
const fullShare = 0.8;

/** What the model is asked for when its context fills up. */
const request =
  "The conversation is about to outgrow your context. Write a summary that lets the work go on without it: what the task is, what was done and found (with ids, names, figures and exact words that matter), what was decided and why, and what remains to be done. Call no tools.";

/** Above this share even the request for a summary might not fit, so that results are cut for it. */
const tightShare = 0.95;
/** What is left of each result then, in characters. */
export const cutResultCharacters = 4_000;
/** Characters a token, counted low, so that there is rather too much room than too little. */
const charactersPerToken = 3;

/**
 * Whether the conversation has to be summarised before the next turn: what the last turn was sent and said, with the
 * results that are about to be sent, leaves too little of the smallest context among the models; "cut" when results have
 * to be cut for the summary to fit. A turn that is itself a summary asks for none.
 */
export function needsCompaction(
  { turns, toolCalls }: Pick<Run, "turns" | "toolCalls">,
  models: readonly string[],
): false | "whole" | "cut" {
  const last = turns.at(-1);
  if (!last || last.kind === "compaction") return false;
  const results = toolCalls.filter(({ turn }) => turn === last.turn);
  const characters = results.reduce((sum, { output }) => sum + (output?.length ?? 0), 0);
  const filled = last.promptTokens + last.outputTokens + characters / charactersPerToken;
  const most = Math.min(...models.map(contextTokens));
  if (filled <= most * fullShare) return false;
  return filled > most * tightShare ? "cut" : "whole";
}

/** The conversation with the request for a summary at its end. */
export function askForSummary(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const last = messages.at(-1);
  const ask = { type: "text" as const, text: request };
  if (last?.role !== "user" || typeof last.content === "string")
    return [...messages, { role: "user", content: [ask] }];
  return [...messages.slice(0, -1), { ...last, content: [...last.content, ask] }];
}
