import type { MessageOutput } from "@/server/messages/schema";

const longest = 120;

/** What a message is called: its title, or else its first words. */
export function nameMessage({ title, content }: Pick<MessageOutput, "title" | "content">): string {
  if (title) return title;
  const line = content
    .split("\n")
    .map((each) => each.replace(/^(?:[#>]+\s*|[-*+]\s+|\s+)+/, "").replace(/\*\*|`/g, ""))
    .find((each) => /[\p{L}\p{N}]/u.test(each))
    ?.trim();
  if (!line) return "Untitled";
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
