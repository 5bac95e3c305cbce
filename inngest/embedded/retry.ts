/** The first wait after a failed attempt; each further one doubles. Most local faults are over in seconds. */
export const firstRetryMs = 1000;

/** No wait is longer: a run that can still succeed should not be an hour late. */
const longestRetryMs = 600_000;

/** How long to wait before attempt `attempt` (1 is the first retry), with a quarter of jitter either way. */
export function backoffMs(attempt: number, firstMs = firstRetryMs, random = Math.random): number {
  const plain = Math.min(firstMs * 2 ** (attempt - 1), longestRetryMs);
  return Math.round(plain * (0.75 + random() / 2));
}

/** A `Retry-After` header (seconds or a date) as epoch ms; null when absent or malformed. */
export function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (!header) return null;
  if (/^\d+(\.\d+)?$/.test(header)) return nowMs + Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : date;
}
