const mostCharacters = 10_000;
const mostItems = 100;
const mostDepth = 10;
const mostKeys = 500;
const mostKeyCharacters = 200;
const mostTotal = 200_000;
/** Comma, colon and line break around a value, beside two spaces for each level it stands at. */
const punctuation = 4;

type Budget = { left: number };

/**
 * Input data cut to what a prompt can carry (contracts/personas.md §1.2): strings at 10,000 characters,
 * arrays at 100 items, depth at 10, and 200,000 characters of indented JSON in all; each cut says what was left out.
 */
export function boundJson(value: unknown): unknown {
  return bound(value, 0, { left: mostTotal });
}

function bound(value: unknown, depth: number, budget: Budget): unknown {
  budget.left -= punctuation + 2 * depth;
  if (typeof value === "string") return boundText(value, mostCharacters, budget);
  if (value === null || typeof value !== "object") {
    budget.left -= String(value).length;
    return value;
  }
  if (depth >= mostDepth) return spend("[left out: nested too deeply]", budget);
  return Array.isArray(value) ? boundArray(value, depth, budget) : boundObject(value, depth, budget);
}

function boundArray(value: unknown[], depth: number, budget: Budget): unknown[] {
  const kept: unknown[] = [];
  while (kept.length < Math.min(value.length, mostItems) && budget.left > 0)
    kept.push(bound(value[kept.length], depth + 1, budget));
  const rest = value.length - kept.length;
  return rest > 0 ? [...kept, `[left out: ${rest} more items]`] : kept;
}

function boundObject(value: object, depth: number, budget: Budget): object {
  const entries = Object.entries(value);
  const kept: [string, unknown][] = [];
  while (kept.length < Math.min(entries.length, mostKeys) && budget.left > 0) {
    const [key, item] = entries[kept.length] ?? [""];
    kept.push([boundText(key, mostKeyCharacters, budget), bound(item, depth + 1, budget)]);
  }
  const rest = entries.length - kept.length;
  if (rest > 0) kept.push(["[left out]", `${rest} more fields`]);
  return Object.fromEntries(kept);
}

function boundText(text: string, most: number, budget: Budget): string {
  const room = Math.max(0, Math.min(most, budget.left));
  if (text.length <= room) return spend(text, budget);
  return spend(`${text.slice(0, room)}… [left out: ${text.length - room} characters]`, budget);
}

function spend(text: string, budget: Budget): string {
  budget.left -= JSON.stringify(text).length;
  return text;
}
