const hour = 3_600_000;
/** No zone changes its offset and back within this. */
const scanStepMs = 3 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far local time is ahead of UTC in a zone at a moment, in milliseconds. Throws RangeError for an unknown zone. */
export function offsetAt(timeZone: string, atMs: number): number {
  const [, sign, hours, minutes = "0", seconds = "0"] =
    /GMT(?:([+-])(\d{2}):?(\d{2})?:?(\d{2})?)?$/.exec(findFormat(timeZone).format(atMs)) ?? [];
  if (!hours) return 0;
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === "-" ? -ms : ms;
}

/** The first moment after `fromMs`, and no later than `toMs`, at which the zone has another offset; null when it keeps it. */
export function findChange(timeZone: string, fromMs: number, toMs: number): number | null {
  const offset = offsetAt(timeZone, fromMs);
  let same = fromMs;
  while (same < toMs) {
    const next = Math.min(same + scanStepMs, toMs);
    if (offsetAt(timeZone, next) !== offset) return bisect(timeZone, offset, same, next);
    same = next;
  }
  return null;
}

/**
 * The moment at which a zone's clocks show `localMs` (a local time, written as if it were UTC): the first of
 * two when they show it twice, and the moment right after the gap when they never do.
 */
export function toMoment(timeZone: string, localMs: number): number {
  // Behind every offset there is, so that the clocks show less than `localMs` here, and a day later more.
  const fromMs = localMs - 16 * hour;
  const offset = offsetAt(timeZone, fromMs);
  const moment = localMs - offset;
  const change = findChange(timeZone, fromMs, fromMs + 32 * hour);
  if (change === null || moment < change) return moment;
  return Math.max(change, localMs - offsetAt(timeZone, change));
}

function bisect(timeZone: string, offset: number, sameMs: number, otherMs: number): number {
  let same = sameMs;
  let other = otherMs;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(timeZone, middle) === offset) same = middle;
    else other = middle;
  }
  return other;
}

function findFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, made);
  return made;
}
