const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago (or until) a moment is, seen from `now` (both epoch ms): "just now", "3 min ago", "in 2 h", "5 d ago". */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 5000) return "just now";
  const amount = nameDistance(distance);
  return at > now ? `in ${amount}` : `${amount} ago`;
}

/** The exact moment in a time zone: "21 Nov 2026, 14:03:22 UTC+1". Spelled the same by every runtime. */
export function formatExact(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  }).formatToParts(at);
  const pick = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const clock = `${pick("hour")}:${pick("minute")}:${pick("second")}`;
  return `${pick("day")} ${pick("month")} ${pick("year")}, ${clock} ${nameOffset(pick("timeZoneName"))}`;
}

/** The clock of a moment in a time zone: "14:03". */
export function formatClock(at: number, timeZone: string): string {
  const options = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", options).format(at);
}

/** Day and clock of a moment in a time zone, for what lies ahead or not far back: "Mon 23 Nov, 09:00". */
export function formatMoment(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const pick = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${pick("weekday")} ${pick("day")} ${pick("month")}, ${pick("hour")}:${pick("minute")}`;
}

/** Browsers and Node disagree on "GMT" and "GMT+0"; both become "UTC". */
function nameOffset(name: string): string {
  return name.replace("GMT", "UTC").replace(/\+0$/, "");
}

function nameDistance(ms: number): string {
  // Half a unit below the next, so that nothing is rounded up to "60 s".
  if (ms < minute - 500) return `${Math.round(ms / 1000)} s`;
  if (ms < hour - minute / 2) return `${Math.round(ms / minute)} min`;
  if (ms < day - hour / 2) return `${Math.round(ms / hour)} h`;
  if (ms < 60 * day) return `${Math.round(ms / day)} d`;
  return `${Math.round(ms / (30 * day))} months`;
}
