import { AppError } from "@/server/errors";

const windowMs = 60_000;
const windows = new Map<string, { count: number; until: number }>();

/**
 * Counts a request of `who` in the running minute and throws rate_limited beyond `most`. Each process
 * counts for itself; this keeps a runaway sender from starving the others, it is no quota.
 */
export function countRequest(who: string, most: number, now = Date.now()): void {
  const current = windows.get(who);
  if (!current || current.until <= now) {
    windows.set(who, { count: 1, until: now + windowMs });
    return;
  }
  current.count += 1;
  if (current.count <= most) return;
  const seconds = Math.ceil((current.until - now) / 1000);
  throw new AppError("rate_limited", `More than ${most} requests in a minute. Try again in ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  });
}
