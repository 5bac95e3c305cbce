import { parseOrUndefined } from "@/server/json-text";

/** What the text blocks of a turn's content say; empty for content that is none. */
export function readTurnContent(content: string): string {
  const blocks = parseOrUndefined(content);
  if (!Array.isArray(blocks)) return typeof blocks === "string" ? blocks : "";
  return blocks.map(readBlock).join("");
}

function readBlock(block: unknown): string {
  if (typeof block !== "object" || block === null || !("type" in block) || block.type !== "text") return "";
  return "text" in block && typeof block.text === "string" ? block.text : "";
}
