import { createRedactor, type Redactor } from "@/server/redact";

/** Kept in memory so that no line of the log holds one; the oldest go when there are more. */
const mostKnown = 5_000;
const known = new Set<string>();
let redactor: Redactor | null = null;

/** Notes values that this process has in hand: from now on `redactKnown` takes them out. */
export function rememberSecrets(values: readonly string[]): void {
  for (const value of values) {
    if (known.has(value)) continue;
    known.add(value);
    redactor = null;
  }
  for (const oldest of known) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
}

/** Takes out of a text every secret that this process has in hand: the hub's own, and what it opened of the vault. */
export function redactKnown(text: string): string {
  redactor ??= createRedactor([...known]);
  return redactor.redact(text);
}
