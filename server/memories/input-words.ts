/** Words that stand in any text, and in any payload, and tell nothing about what it is about. */
const empty = new Set(
  (
    "the and for that this with from are was were will has have had not but you your they them their its our his her " +
    "who what when where which how why can may all any one two been into out over than then there here about also " +
    "true false null undefined http https www com org net"
  ).split(" "),
);
const mostWords = 200;
const mostCharacters = 100_000;
const longestWord = 60;

/**
 * What an input is about, as words to search with: the distinct words of its texts and numbers in lower case, in the
 * order they appear, at most 200. Names of fields are left out: they say how it is built. Words of one or two letters
 * and those that stand in any text are too.
 */
export function listInputWords(input: unknown): string[] {
  const words = new Set<string>();
  let left = mostCharacters;
  for (const text of walkTexts(input)) {
    for (const [word] of text
      .slice(0, left)
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}]+/gu)) {
      if (word.length > 2 && word.length <= longestWord && !empty.has(word)) words.add(word);
      if (words.size === mostWords) return [...words];
    }
    left -= text.length;
    if (left <= 0) break;
  }
  return [...words];
}

function* walkTexts(value: unknown): Generator<string> {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.shift();
    if (typeof next === "string") yield next;
    else if (typeof next === "number") yield String(next);
    else if (typeof next === "object" && next !== null) waiting.push(...Object.values(next));
  }
}
