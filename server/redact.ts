import { listForms } from "@/server/redact-forms";

/** Takes secrets out of text by their value (design §8). */
export type Redactor = {
  /** The text with every known value, in any of its forms, replaced by "[REDACTED]". */
  redact: (text: string) => string;
  /** The same for text that arrives in pieces: what might be the beginning of a value is held back until it is known. */
  stream: () => { write: (piece: string) => string; end: () => string };
};

const mark = "[REDACTED]";
/** No form is shorter than this; forms are looked up by so many first characters. */
const keyLength = 6;
const filterSize = 1 << 16;

/**
 * A redactor of the given values: of each with six characters and more, and of each such line of it, as it is,
 * JSON-escaped, URL-encoded and in base64.
 *
 * A text costs one pass: each place is looked up in a table by its first three characters (a few nanoseconds),
 * and one in a hundred or so in a map by its first six. A megabyte takes about ten milliseconds with five
 * values or five hundred; making a redactor takes about thirty microseconds per value of fifty characters.
 */
export function createRedactor(values: readonly string[]): Redactor {
  // A value that is part of the mark would be found in every mark.
  const forms = [...listForms(values)].filter((form) => !mark.includes(form));
  const index = buildIndex(forms);
  return {
    redact: (text) => (forms.length === 0 ? text : replaceFrom(index, text, true).done),
    stream: () => {
      let held = "";
      const take = (piece: string, isLast: boolean) => {
        const { done, rest } = replaceFrom(index, held + piece, isLast);
        held = rest;
        return done;
      };
      return { write: (piece) => take(piece, false), end: () => take("", true) };
    },
  };
}

/** The same JSON with every text in it redacted, names of fields too. */
export function redactDeep<Value>(redactor: Pick<Redactor, "redact">, value: Value): Value;
export function redactDeep(redactor: Pick<Redactor, "redact">, value: unknown): unknown {
  if (typeof value === "string") return redactor.redact(value);
  if (Array.isArray(value)) return value.map((each) => redactDeep(redactor, each));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value).map(([name, each]) => [
    redactor.redact(name),
    redactDeep(redactor, each),
  ]);
  return Object.fromEntries(entries);
}

type Index = {
  /** By the hash of three characters: 1 where a form may begin so. */
  filter: Uint8Array;
  /** Forms by their first six characters, the longest first. */
  byKey: Map<string, string[]>;
  /** What a form may begin with, shorter than a key. */
  beginnings: Set<string>;
  longest: number;
};

function buildIndex(forms: string[]): Index {
  const index: Index = {
    filter: new Uint8Array(filterSize),
    byKey: new Map(),
    beginnings: new Set(),
    longest: 0,
  };
  for (const form of forms.toSorted((a, b) => b.length - a.length)) {
    const key = form.slice(0, keyLength);
    const sameKey = index.byKey.get(key);
    if (sameKey) sameKey.push(form);
    else index.byKey.set(key, [form]);
    index.filter[hashAt(form, 0)] = 1;
    for (let length = 1; length < keyLength; length += 1) index.beginnings.add(form.slice(0, length));
    index.longest = Math.max(index.longest, form.length);
  }
  return index;
}

/**
 * Replaces what is known in a text. Matches that overlap go together, so that no end of one is left. Unless the text
 * is the last, `rest` is what must be seen again with what follows.
 */
function replaceFrom(index: Index, text: string, isLast: boolean): { done: string; rest: string } {
  let done = "";
  /** Up to where the text is in `done`; while a match is open, its start. */
  let from = 0;
  let matchEnd = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (matchEnd > 0 && at >= matchEnd) {
      done += mark;
      from = matchEnd;
      matchEnd = 0;
    }
    if (!isLast && isBeginning(index, text, at)) {
      const cut = matchEnd > 0 ? from : at;
      return { done: done + text.slice(from, cut), rest: text.slice(cut) };
    }
    const length = findLength(index, text, at);
    if (length === 0) continue;
    if (matchEnd === 0) {
      done += text.slice(from, at);
      from = at;
    }
    matchEnd = Math.max(matchEnd, at + length);
  }
  return { done: done + (matchEnd > 0 ? mark : text.slice(from)), rest: "" };
}

/** The length of the longest form that stands at a place, or 0. */
function findLength({ filter, byKey }: Index, text: string, at: number): number {
  if (at + keyLength > text.length || filter[hashAt(text, at)] === 0) return 0;
  const forms = byKey.get(text.slice(at, at + keyLength));
  return forms?.find((form) => text.startsWith(form, at))?.length ?? 0;
}

/** Whether the text ends, from a place on, with the beginning of a form. */
function isBeginning({ filter, byKey, beginnings, longest }: Index, text: string, at: number): boolean {
  const length = text.length - at;
  if (length >= longest) return false;
  if (length < keyLength) return beginnings.has(text.slice(at));
  if (filter[hashAt(text, at)] === 0) return false;
  const forms = byKey.get(text.slice(at, at + keyLength));
  if (!forms) return false;
  const end = text.slice(at);
  return forms.some((form) => form.length > length && form.startsWith(end));
}

function hashAt(text: string, at: number): number {
  const hash = text.charCodeAt(at) * 7919 + text.charCodeAt(at + 1) * 131 + text.charCodeAt(at + 2);
  return hash & (filterSize - 1);
}
