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

/** The same for each key, of which it keeps so many; `forget` is for whoever changes what is read. */
export function keepEachFor<Value>(
  ms: number,
  read: (key: string) => Promise<Value>,
  most = 1_000,
): { read: (key: string) => Promise<Value>; forget: () => void } {
  const readers = new Map<string, () => Promise<Value>>();
  return {
    read(key) {
      const known = readers.get(key);
      if (known) return known();
      if (readers.size >= most) readers.clear();
      const reader = keepFor(ms, () => read(key));
      readers.set(key, reader);
      return reader();
    },
    forget: () => readers.clear(),
  };
}
