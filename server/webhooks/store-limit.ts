const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Rows for what was not accepted that one provider may make in a minute, so that a flood cannot fill the disk; */
export const mostRowsPerMinute = 60;
/** and in a day, so that a patient one cannot either, */
export const mostRowsPerDay = 5_000;
/** with so many bytes of bodies, of which each row may keep 64 KB. */
export const mostBytesPerDay = 32 * 1024 * 1024;
const windows = new Map<string, { used: number; until: number }>();

/** Counts a row about to be made for `who`; false when its share of this minute or day is used up. Each process counts for itself. */
export function mayStore(who: string, now = Date.now()): boolean {
  return (
    take(`${who}:minute`, { amount: 1, most: mostRowsPerMinute, ms: minuteMs, now }) &&
    take(`${who}:day`, { amount: 1, most: mostRowsPerDay, ms: dayMs, now })
  );
}

/** Counts the bytes of a body about to be kept for `who`; false when this day's share is used up. */
export function mayKeepBytes(who: string, bytes: number, now = Date.now()): boolean {
  return take(`${who}:bytes`, { amount: bytes, most: mostBytesPerDay, ms: dayMs, now });
}

type Share = { amount: number; most: number; ms: number; now: number };

function take(key: string, { amount, most, ms, now }: Share): boolean {
  const current = windows.get(key);
  const used = current && current.until > now ? current.used : 0;
  if (used + amount > most) return false;
  windows.set(key, { used: used + amount, until: current && current.until > now ? current.until : now + ms });
  return true;
}
