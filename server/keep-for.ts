/**
 * A reader whose answer is kept for `ms`, so that many callers cost one read; those who come while it is
 * under way share it. A failure is not kept.
 */
export function keepFor<Value>(
  ms: number,
  read: () => Promise<Value>,
  clock = Date.now,
): () => Promise<Value> {
  let kept: { value: Promise<Value>; untilMs: number } | null = null;
  return () => {
    if (kept && clock() < kept.untilMs) return kept.value;
    const value = read();
    const own = { value, untilMs: clock() + ms };
    kept = own;
    value.catch(() => {
      if (kept === own) kept = null;
    });
    return value;
  };
}

const kept = new Set<Map<string, unknown>>();

/** The same for each key, of which it keeps so many. To be made once, where the module is loaded. */
export function keepEachFor<Value>(
  ms: number,
  read: (key: string) => Promise<Value>,
  most = 1_000,
): (key: string) => Promise<Value> {
  const readers = new Map<string, () => Promise<Value>>();
  kept.add(readers);
  return (key) => {
    const known = readers.get(key);
    if (known) return known();
    if (readers.size >= most) readers.clear();
    const reader = keepFor(ms, () => read(key));
    readers.set(key, reader);
    return reader();
  };
}

/**
 * Forgets all that is kept by key, so that a change made in this process counts at once. Services call it once they have
 * changed a persona or what it holds; other processes come to know within the time that it is kept.
 */
export function forgetKept(): void {
  for (const readers of kept) readers.clear();
}
