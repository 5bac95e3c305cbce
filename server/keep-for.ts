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
