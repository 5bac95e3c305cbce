import type { TracedText } from "@/server/traces/schema";

/** How much of a value stands in the trace itself, in characters. */
export const shownCharacters = 2_000;

/** The beginning of a text; never half of a character. */
export function cutText(text: string): TracedText {
  if (text.length <= shownCharacters) return { text, characterCount: text.length, hasMore: false };
  const characters = [...text];
  return {
    text: characters.slice(0, shownCharacters).join(""),
    characterCount: characters.length,
    hasMore: characters.length > shownCharacters,
  };
}
