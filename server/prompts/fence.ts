import { sanitiseText } from "@/server/prompts/sanitise";

/** Puts sanitised text from outside between tags that it cannot close, because it does not know the nonce. */
export function fence(
  label: "input" | "memories" | "tool_result" | "summary",
  nonce: string,
  text: string,
): string {
  return `<untrusted_${label}_${nonce}>\n${text}\n</untrusted_${label}_${nonce}>`;
}

/** What a model summed up of a conversation; it may quote what came from outside. */
export function fenceSummary(text: string, nonce: string): string {
  return fence("summary", nonce, sanitiseText(text));
}

/** A tool's result as the model may see it: sanitised and fenced. Whoever calls cuts it to length before. */
export function fenceToolResult(text: string, nonce: string): string {
  return fence("tool_result", nonce, sanitiseText(text));
}
