/**
 * An independent answer to "when next": every minute is looked at, by what `Intl.DateTimeFormat` says the
 * clocks show. Nothing here is shared with the code under test.
 */
export type Fields = { minute: number[]; hour: number[]; day: number[]; month: number[]; weekday: number[] };
export type OracleCron = {
  fields: Fields;
  isDayFree: boolean;
  isWeekdayFree: boolean;
  /** A wildcard or step in hour or minute. */
  isElapsed: boolean;
};

const minute = 60_000;
const hour = 60 * minute;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show, written as if it were UTC. */
export function clocks(timeZone: string, atMs: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = "numeric" as const;
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour: hours = 0, minute: minutes = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hours, minutes, second);
}

/** Whether a local time, written as if it were UTC, is one that the cron names. */
export function isNamed({ fields, isDayFree, isWeekdayFree }: OracleCron, localMs: number): boolean {
  const date = new Date(localMs);
  const isDay = fields.day.includes(date.getUTCDate());
  const isWeekday = fields.weekday.includes(date.getUTCDay());
  const isDate = isDayFree ? isWeekday || isWeekdayFree : isWeekdayFree ? isDay : isDay || isWeekday;
  return (
    isDate &&
    fields.minute.includes(date.getUTCMinutes()) &&
    fields.hour.includes(date.getUTCHours()) &&
    fields.month.includes(date.getUTCMonth() + 1)
  );
}

/** Every planned time in (fromMs, toMs], by brute force. `fromMs` is a whole minute. */
export function listByOracle(cron: OracleCron, timeZone: string, fromMs: number, toMs: number): number[] {
  // Begins well before, so that it is known which local times were shown already.
  const startMs = fromMs - 30 * 60 * minute;
  const fired = new Set<number>();
  let highest = clocks(timeZone, startMs);
  let offset = 0;
  let isSteady = false;
  for (let at = startMs; at <= toMs; at += minute) {
    const here = () => clocks(timeZone, at) - at;
    // An hour that ends with the offset it began with is not looked at by the minute.
    if (at === startMs || at % hour === 0) {
      offset = here();
      isSteady = at % hour === 0 && clocks(timeZone, at + hour) - at - hour === offset;
    } else if (!isSteady) offset = here();
    const local = at + offset;
    if (at === startMs) continue;
    if (cron.isElapsed) {
      if (isNamed(cron, local)) fired.add(at);
      continue;
    }
    // Each local time counts when the clocks first reach or pass it: skipped ones right after the gap, second passes never.
    for (let shown = highest + minute; shown <= local; shown += minute)
      if (isNamed(cron, shown)) fired.add(at);
    highest = Math.max(highest, local);
  }
  return [...fired].filter((at) => at > fromMs);
}
