import { sha256 } from "@/server/crypto";
import { AppError } from "@/server/errors";

const windowMs = 60_000;
const allowedFailures = 10;
const mostEntries = 10_000;
const failures = new Map<string, { count: number; until: number }>();

/**
 * Counts a failed attempt per address and presented credential, and throws rate_limited after ten within
 * a minute. It is asked only once a credential has failed, so a valid one is never refused (design §12.14).
 */
export function countAuthFailure(request: Request, credential: string, now = Date.now()): void {
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "local";
  const key = sha256(`${address}|${credential}`);
  const entry = failures.get(key);
  if (!entry || entry.until <= now) {
    if (failures.size >= mostEntries) failures.clear();
    failures.set(key, { count: 1, until: now + windowMs });
    return;
  }
  entry.count += 1;
  if (entry.count <= allowedFailures) return;
  const seconds = Math.ceil((entry.until - now) / 1000);
  throw new AppError("rate_limited", `Too many failed attempts. Try again in ${seconds} s.`, {
    headers: { "Retry-After": String(seconds) },
  });
}
