const mostCharacters = 10_000;
const mostItems = 100;
const mostDepth = 10;
const mostKeys = 500;
const mostTotal = 200_000;

/**
 * Input data cut to what a prompt can carry (contracts/personas.md §1.2): strings at 10,000 characters,
 * arrays at 100 items, depth at 10, and 200,000 characters in all; each cut says what was left out.
 */
export function boundJson(value: unknown): unknown {
  const budget = { left: mostTotal };
  return bound(value, 0, budget);
}

function bound(value: unknown, depth: number, budget: { left: number }): unknown {
  if (typeof value === "string") return boundText(value, budget);
  if (value === null || typeof value !== "object") return value;
  if (depth >= mostDepth) return "[left out: nested too deeply]";
  if (budget.left <= 0) return "[left out: too long]";
  if (Array.isArray(value)) {
    const kept = value.slice(0, mostItems).map((item) => bound(item, depth + 1, budget));
    return value.length > mostItems ? [...kept, `[left out: ${value.length - mostItems} more items]`] : kept;
  }
  const entries = Object.entries(value);
  const kept = entries.slice(0, mostKeys).map(([key, item]) => {
    budget.left -= key.length;
    return [key, bound(item, depth + 1, budget)];
  });
  if (entries.length > mostKeys) kept.push(["[left out]", `${entries.length - mostKeys} more fields`]);
  return Object.fromEntries(kept);
}

function boundText(text: string, budget: { left: number }): string {
  const room = Math.max(0, Math.min(mostCharacters, budget.left));
  budget.left -= Math.min(text.length, room);
  return text.length <= room ? text : `${text.slice(0, room)}… [left out: ${text.length - room} characters]`;
}
