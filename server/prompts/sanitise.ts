import { boundJson } from "@/server/prompts/bound-json";

const esc = String.fromCharCode(27);
const bell = String.fromCharCode(7);
/** Colours and cursor movements of a terminal, titles of its window, and what else begins with an escape. */
const ansi = new RegExp(
  [`${esc}\\[[0-?]*[ -/]*[@-~]`, `${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)?`, `${esc}.`].join("|"),
  "g",
);
const control = /[^\P{Cc}\t\n\r]/gu;
/** Beyond the basic plane, and halves of such characters. */
const nonBmp = /[\u{10000}-\u{10ffff}]|\p{Cs}/gu;
/** What takes no room: joiners, direction marks, variation selectors, fillers. */
const zeroWidth =
  /\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180f]|[\u200b-\u200f]|[\u2028-\u202e]|[\u2060-\u206f]|\u3164|[\ufe00-\ufe0f]|\ufeff|\uffa0|[\ufff0-\ufffb]/g;
const section = /---[^\S\n]{0,9}SECTION:[^\n]{0,200}?---/gi;
/** A tag that speaks as the system would, or closes a fence; cut off at its name when it is not closed. */
const tag =
  /<\/?\s*(?:untrusted|system|instruction|prompt|role|override|ignore)(?:s|[-_:.][\w:.-]*)?(?![\w])(?:[^<>]*>)?/gi;
const roleLine = /^(?:[^\S\n]|[>*_`-])*(?:system|assistant|developer|human|user)[*_`]*[^\S\n]*:.*$/gim;

/**
 * Text from outside made harmless for a prompt (contracts/personas.md §1.2): characters nobody sees, terminal codes,
 * section marks, lines that speak in another role and tags that look like instructions are taken out; headings,
 * code fences, rules and placeholders are escaped. Applied twice it changes nothing more.
 */
export function sanitiseText(text: string): string {
  return (
    text
      // A lone return begins a line for patterns; as one kind of line end it cannot be walked over twice.
      .replace(/\r\n?/g, "\n")
      .replace(ansi, "")
      .replace(control, "")
      .replace(nonBmp, "")
      .replace(zeroWidth, "")
      // Words in its place: what stands around it must not grow together into another one.
      .replace(section, "[section mark left out]")
      .replace(tag, "[tag left out]")
      .replace(roleLine, "[left out: a line that speaks in another role]")
      .replace(/^([^\S\n]{0,3})(#{1,6})(?=[^\S\n]|$)/gm, "$1\\$2")
      .replace(/`{3,}|~{3,}/g, (fence) => [...fence].map((mark) => `\\${mark}`).join(""))
      .replace(/^([^\S\n]*)(-{3,}[^\S\n]*)$/gm, "$1\\$2")
      .replace(/\{\{([^{}\n]*)\}\}/g, "\\{\\{$1\\}\\}")
  );
}

/** Input data made harmless: bounded as at intake, and every text and name in it sanitised. */
export function sanitiseInput(value: unknown): unknown {
  return boundJson(value, { total: Number.POSITIVE_INFINITY, clean: sanitiseText });
}
