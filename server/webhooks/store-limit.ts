const windowMs = 60_000;
/** Rows for what was not accepted that one provider may make in a minute, so that a flood cannot fill the disk. */
export const mostRowsPerMinute = 60;
const windows = new Map<string, { stored: number; until: number }>();

/** Counts a row about to be made for `provider`; false when this minute's are used up. Each process counts for itself. */
export function mayStore(provider: string, now = Date.now(), most = mostRowsPerMinute): boolean {
  const current = windows.get(provider);
  if (!current || current.until <= now) {
    windows.set(provider, { stored: 1, until: now + windowMs });
    return most > 0;
  }
  current.stored += 1;
  return current.stored <= most;
}
