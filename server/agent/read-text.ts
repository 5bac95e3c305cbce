import type { TurnResult } from "@/server/claude";

/** What a turn's text blocks say. */
export function readText(content: TurnResult["content"]): string {
  return withoutNul(content.map((block) => (block.type === "text" ? block.text : "")).join(""));
}

/** Postgres takes no NUL in text. */
export function withoutNul(text: string): string {
  return text.replaceAll("\u0000", "");
}
