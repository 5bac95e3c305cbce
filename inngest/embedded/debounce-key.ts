/** Marks the key of a run that still gathers events; each function's id holds a hyphen, so none begins like this. */
const prefix = "debounce ";

export function createDebounceKey(functionId: string, value: string): string {
  return `${prefix}${functionId} ${value}`;
}

export function isDebounceKey(key: string | null): key is string {
  return key?.startsWith(prefix) ?? false;
}

/** The rows that gather, for a statement may write each only once. */
export function debounceKeys(runs: readonly { idempotencyKey: string | null }[]): string[] {
  return runs.flatMap(({ idempotencyKey }) => (isDebounceKey(idempotencyKey) ? [idempotencyKey] : []));
}
