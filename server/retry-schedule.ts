const longestRetryAfterMs = 10 * 60 * 60_000;

/**
 * How long to wait after the attempt that was the `made`-th of its round, in milliseconds; null when it was the last.
 * `waitsMs` holds the wait before each attempt. A receiver's Retry-After may lengthen the wait, up to ten hours.
 */
export function waitAfter(made: number, waitsMs: number[], retryAfterMs: number | null): number | null {
  const wait = waitsMs[made];
  return wait === undefined ? null : Math.max(wait, Math.min(retryAfterMs ?? 0, longestRetryAfterMs));
}

/** Retry-After in milliseconds: seconds or an HTTP date (RFC 9110 §10.2.3). Null when absent or neither. */
export function readRetryAfter(text: string | null, now: number): number | null {
  if (text === null) return null;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
