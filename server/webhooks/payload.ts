/** The object that a payload is, or an empty one. */
export function asObject(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The first text that is not empty, without NUL characters, which Postgres does not store. */
export function firstWord(...values: unknown[]): string | null {
  const word = values.find((value): value is string => typeof value === "string" && value !== "");
  return word?.replaceAll("\u0000", "") || null;
}

/** An event type that subscriptions can name: the sender's word after `prefix`, odd characters as `_`, at most 64. */
export function nameEventType(prefix: string, word: string): string {
  return `${prefix}${word.replaceAll(/[^A-Za-z0-9_.:/-]/g, "_")}`.slice(0, 64);
}
