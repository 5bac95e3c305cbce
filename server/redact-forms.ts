/** Shorter values are left: they would take innocent text with them. */
const leastCharacters = 6;
const armourLine = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/;

/**
 * Every text that one of the values may stand as: itself and each line of six characters and more, as they are,
 * JSON-escaped, URL-encoded, and in base64 at its three offsets. None is shorter than six characters (design §8).
 */
export function listForms(values: readonly string[]): Set<string> {
  const forms = new Set<string>();
  for (const value of values)
    for (const part of listParts(value)) {
      const base64 = listBase64(part);
      for (const form of [part, ...listEscaped(part), ...listUrlEncoded(part), ...base64]) forms.add(form);
    }
  return forms;
}

/** The value, without the white space around it, and its lines; the armour of a PEM file is no secret. */
function listParts(value: string): Set<string> {
  const lines = value.split(/[\r\n]+/).map((line) => line.trim());
  const parts = [value, value.trim(), ...lines.filter((line) => !armourLine.test(line))];
  return new Set(parts.filter((part) => part.length >= leastCharacters));
}

/** As writers of JSON spell it: plain, in ASCII, with slashes or HTML escaped, and as JSON within JSON. */
function listEscaped(part: string): string[] {
  const plain = JSON.stringify(part).slice(1, -1);
  const ascii = escapeUnits(plain, /[\u007f-\uffff]/g);
  const once = [plain, ascii, escapeUnits(plain, /[<>&\u2028\u2029]/g)];
  const all = once.flatMap((form) => [form, form.replaceAll("/", "\\/")]);
  const spelled = all.flatMap((form) => [form, form.replace(/\\u[0-9a-f]{4}/g, upperHex)]);
  return [...spelled, ...[plain, ascii].map((form) => JSON.stringify(form).slice(1, -1))];
}

function escapeUnits(text: string, units: RegExp): string {
  return text.replace(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function upperHex(code: string): string {
  return `\\u${code.slice(2).toUpperCase()}`;
}

/** As a component, by the stricter rule of RFC 3986, and as a form; also with hex digits in lower case. */
function listUrlEncoded(part: string): string[] {
  // A lone half of a pair has no encoding.
  const component = encodeURIComponent(part.toWellFormed());
  const strict = component.replace(/[!'()*]/g, toPercent);
  const form = new URLSearchParams([["", part]]).toString().slice(1);
  const all = [component, strict, strict.replaceAll("~", "%7E"), form, component.replaceAll("%20", "+")];
  return all.flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
}

function toPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/**
 * What stands in base64 of any text with the part inside: the characters that depend on the part alone, for each
 * place its first byte may have in a group of three; in both alphabets, and as they are put into URLs and JSON.
 */
function listBase64(part: string): string[] {
  const bytes = Buffer.from(part, "utf8");
  return [0, 1, 2].flatMap((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), bytes]);
    const last = Math.floor((shifted.length * 8) / 6);
    const standard = shifted.toString("base64").slice(Math.ceil((offset * 8) / 6), last);
    const url = standard.replaceAll("+", "-").replaceAll("/", "_");
    return [standard, url, encodeURIComponent(standard), standard.replaceAll("/", "\\/")];
  });
}
