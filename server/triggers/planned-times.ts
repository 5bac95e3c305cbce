import { nextFire, type Schedule } from "@/server/triggers/next-fire";

const hour = 3_600_000;

/** Planned times after `afterMs` and up to `toMs`, oldest first, at most `limit`. */
export function listTimes(schedule: Schedule, afterMs: number, toMs: number, limit: number): number[] {
  const times: number[] = [];
  let next = nextFire(schedule, afterMs);
  while (next !== null && next <= toMs && times.length < limit) {
    times.push(next);
    next = nextFire(schedule, next);
  }
  return times;
}

/** The latest `count` planned times after `afterMs` and up to `toMs`, oldest first, found from the end. */
export function listLatestTimes(schedule: Schedule, afterMs: number, toMs: number, count: number): number[] {
  for (let span = hour; ; span *= 4) {
    const from = Math.max(afterMs, toMs - span);
    const found = listTimes(schedule, from, toMs, Number.POSITIVE_INFINITY);
    if (found.length >= count || from === afterMs) return found.slice(Math.max(0, found.length - count));
  }
}

/** This late, a time still counts as met; later, the misfire policy decides. */
export const onTimeMs = 10_000;

export type MisfireRule = { policy: "skip" | "latest" | "all"; limit: number; windowMs: number };
export type DueTime = { atMs: number; cause: "schedule" | "misfire" };

/**
 * What is to fire when a sleep that was to end at `dueMs` ends at `nowMs`, oldest first. Times met within ten
 * seconds always fire. Of the missed ones: skip fires none; latest the last, unless one is met; all as many as
 * `limit`, none older than `windowMs`. `missed` is the latest time that is passed over, if any.
 */
export function planFires(
  schedule: Schedule,
  dueMs: number,
  nowMs: number,
  { policy, limit, windowMs }: MisfireRule,
): { due: DueTime[]; passedOverAt: number | null } {
  const lateMs = nowMs - onTimeMs;
  const met = listTimes(schedule, Math.max(dueMs, lateMs) - 1, nowMs, 100);
  const onTime = met.map((atMs) => ({ atMs, cause: "schedule" as const }));
  const lastMissed = dueMs < lateMs ? listLatestTimes(schedule, dueMs - 1, lateMs - 1, 1)[0] : undefined;
  if (lastMissed === undefined) return { due: onTime, passedOverAt: null };
  const kept = keepMissed();
  const isPassedOver = kept.length === 0;
  return {
    due: [...kept.map((atMs) => ({ atMs, cause: "misfire" as const })), ...onTime],
    passedOverAt: isPassedOver ? lastMissed : null,
  };

  function keepMissed(): number[] {
    if (policy === "skip" || lastMissed === undefined) return [];
    if (policy === "latest") return onTime.length === 0 ? [lastMissed] : [];
    return listLatestTimes(schedule, Math.max(dueMs, nowMs - windowMs) - 1, lateMs - 1, limit);
  }
}
