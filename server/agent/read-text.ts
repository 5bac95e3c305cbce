import type { TurnResult } from "@/server/claude";
import { withoutNul } from "@/server/without-nul";

/** What a turn's text blocks say. */
export function readText(content: TurnResult["content"]): string {
  return withoutNul(content.map((block) => (block.type === "text" ? block.text : "")).join(""));
}
