import type Anthropic from "@anthropic-ai/sdk";
import { hasResult, type Run, type RunToolCall, type RunTurn } from "@/server/agent/read-run";

type Fences = { result: (text: string) => string; summary: (text: string) => string };
type Told = Pick<Run, "turns" | "toolCalls">;

const cached = { cache_control: { type: "ephemeral" } } as const;

/**
 * The messages of the next turn: the prompt, then every turn with its tools' results; after a compaction its summary
 * stands for all before it. `fences` wrap a result, and a summary, as untrusted text. The last block ends the cached prefix, so that
 * each turn reads from the cache what the one before it sent.
 */
export function buildConversation(
  user: string,
  { turns, toolCalls }: Told,
  fences: Fences,
): Anthropic.MessageParam[] {
  const compacted = turns.findLastIndex(({ kind }) => kind === "compaction");
  const summary = turns[compacted];
  const opening = summary ? `${user}\n\n${describeSummary(summary, fences.summary)}` : user;
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: [{ type: "text", text: opening }] }];
  for (const turn of turns.slice(compacted + 1)) {
    const content = turn.content.filter(isSendable);
    if (content.length === 0) continue;
    messages.push({ role: "assistant", content });
    const results = toolCalls
      .filter((call) => call.turn === turn.turn)
      .map((call) => describeResult(call, fences.result));
    if (results.length > 0) messages.push({ role: "user", content: results });
  }
  return markLast(messages);
}

/** What a compaction's summary says to the turns after it. */
function describeSummary({ content }: RunTurn, fence: (text: string) => string): string {
  const text = content.map((block) => (block.type === "text" ? block.text : "")).join("");
  return `## Work so far\nThe conversation was summarised to make room. This is your own summary of it, which may quote text from outside:\n\n${fence(text)}\n\nGo on from here.`;
}

function describeResult(
  call: RunToolCall,
  fence: (result: string) => string,
): Anthropic.ToolResultBlockParam {
  const text = hasResult(call) ? (call.output ?? "") : "This call has no result.";
  return {
    type: "tool_result",
    tool_use_id: call.callId,
    content: [{ type: "text", text: fence(text) }],
    ...(call.isError || !hasResult(call) ? { is_error: true } : {}),
  };
}

/** The API takes no empty text back. */
function isSendable(block: Anthropic.ContentBlock): boolean {
  return block.type !== "text" || block.text.trim() !== "";
}

function markLast(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const last = messages.at(-1);
  if (last?.role !== "user" || typeof last.content === "string") return messages;
  const { content } = last;
  const marked = content.map((block, index) =>
    index === content.length - 1 ? { ...block, ...cached } : block,
  );
  return [...messages.slice(0, -1), { role: "user", content: marked as typeof content }];
}
