const mostCharacters = 10_000;
const mostItems = 100;
const mostDepth = 10;
const mostKeys = 500;
const mostKeyCharacters = 200;
const mostTotal = 200_000;
/** Comma, colon and line break around a value, beside two spaces for each level it stands at. */
const punctuation = 4;
/** Room for the note that says how much was cut. */
const noteCharacters = 40;

type Bounds = { left: number; clean: (text: string) => string };

/**
 * Input data cut to what a prompt can carry (contracts/personas.md §1.2): strings at 10,000 characters,
 * arrays at 100 items, depth at 10, and 200,000 characters of indented JSON in all; each cut says what was left out,
 * within the limit, so that what is in bounds is never cut again. Every text that is kept goes through `clean`.
 */
export function boundJson(
  value: unknown,
  { total = mostTotal, clean = (text: string) => text }: { total?: number; clean?: Bounds["clean"] } = {},
): unknown {
  return bound(value, 0, { left: total, clean });
}

function bound(value: unknown, depth: number, bounds: Bounds): unknown {
  bounds.left -= punctuation + 2 * depth;
  if (typeof value === "string") return boundText(value, mostCharacters, bounds);
  if (value === null || typeof value !== "object") {
    bounds.left -= String(value).length;
    return value;
  }
  if (depth >= mostDepth) return spend("[left out: nested too deeply]", bounds);
  return Array.isArray(value) ? boundArray(value, depth, bounds) : boundObject(value, depth, bounds);
}

function boundArray(value: unknown[], depth: number, bounds: Bounds): unknown[] {
  const most = value.length > mostItems ? mostItems - 1 : value.length;
  const kept: unknown[] = [];
  while (kept.length < most && bounds.left > 0) kept.push(bound(value[kept.length], depth + 1, bounds));
  const rest = value.length - kept.length;
  return rest > 0 ? [...kept, `[left out: ${rest} more items]`] : kept;
}

function boundObject(value: object, depth: number, bounds: Bounds): object {
  const entries = Object.entries(value);
  const most = entries.length > mostKeys ? mostKeys - 1 : entries.length;
  const kept: [string, unknown][] = [];
  while (kept.length < most && bounds.left > 0) {
    const [key, item] = entries[kept.length] ?? [""];
    kept.push([boundText(key, mostKeyCharacters, bounds), bound(item, depth + 1, bounds)]);
  }
  const rest = entries.length - kept.length;
  if (rest > 0) kept.push(["[left out]", `${rest} more fields`]);
  return Object.fromEntries(kept);
}

function boundText(text: string, most: number, bounds: Bounds): string {
  const room = Math.max(0, Math.min(most, bounds.left));
  if (text.length <= room) return spend(bounds.clean(text), bounds);
  const kept = Math.max(0, room - noteCharacters);
  return spend(`${bounds.clean(text.slice(0, kept))}… [left out: ${text.length - kept} characters]`, bounds);
}

function spend(text: string, bounds: Bounds): string {
  bounds.left -= JSON.stringify(text).length;
  return text;
}
