import { type ChangeObject, diffLines, diffWordsWithSpace } from "diff";

export type DiffPart = { key: string; kind: "same" | "removed" | "added"; text: string };

/** Beyond this many characters, of both together, lines are compared instead of words: words would take seconds. */
const wordsUpTo = 60_000;
const options = { timeout: 2_000 };

/**
 * What a text lost and gained on its way to another: by words where it is short enough, else by lines. Texts that have
 * too little in common to be compared in time are shown as one removed and one added.
 */
export function diffTexts(before: string, after: string): DiffPart[] {
  if (before === after) return before === "" ? [] : [{ key: "0", kind: "same", text: before }];
  const isShort = before.length + after.length <= wordsUpTo;
  const changes = isShort ? diffWordsWithSpace(before, after, options) : diffLines(before, after, options);
  return (changes ?? replace(before, after)).map(({ added, removed, value }, index) => ({
    key: String(index),
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

function replace(before: string, after: string): Pick<ChangeObject<string>, "added" | "removed" | "value">[] {
  return [
    { removed: true, added: false, value: before },
    { removed: false, added: true, value: after },
  ];
}
