/** A condition on a text column: it holds the words as they are, `%` and `_` not being wildcards, in any case. */
export function containing(words: string): { contains: string; mode: "insensitive" } {
  return { contains: words.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" };
}
