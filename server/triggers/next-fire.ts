import { Cron } from "croner";
import { findChange, offsetAt, toMoment } from "@/server/triggers/zone";

const hour = 3_600_000;
const unitMs = { s: 1_000, m: 60_000, h: hour, d: 24 * hour };
const leastSeconds = 5;
const mostSeconds = 366 * 24 * 3_600;

export type ScheduleConfig = {
  /** `every 30m` or five fields of cron. */
  cron?: string | undefined;
  interval_seconds?: number | undefined;
  /** IANA name, for a cron. */
  timezone?: string | undefined;
};

export type Schedule =
  | { kind: "interval"; everyMs: number; anchorMs: number }
  | { kind: "cron"; pattern: Cron; timeZone: string; isElapsed: boolean };

/** Why a schedule cannot be read, and which of its fields is at fault. */
export class ScheduleError extends Error {
  readonly field: keyof ScheduleConfig;

  constructor(field: keyof ScheduleConfig, message: string) {
    super(message);
    this.name = "ScheduleError";
    this.field = field;
  }
}

/**
 * Reads `every <n><s|m|h|d>`, a number of seconds or a five-field cron. Intervals count from `anchorMs`; a cron
 * without a zone of its own is read in `timeZone`. Throws ScheduleError, also for a cron that never comes about.
 */
export function readSchedule(
  config: ScheduleConfig,
  { anchorMs, timeZone }: { anchorMs: number; timeZone: string },
): Schedule {
  const { cron, interval_seconds: seconds, timezone } = config;
  if (cron !== undefined && seconds !== undefined)
    throw new ScheduleError("interval_seconds", "Give either cron or interval_seconds, not both");
  if (timezone !== undefined) checkZone(timezone);
  if (seconds !== undefined) return readInterval("interval_seconds", seconds * 1_000, anchorMs);
  if (cron === undefined)
    throw new ScheduleError("cron", "Say when: “every 30m”, or five fields such as “0 9 * * mon-fri”");
  const [, count, unit] = /^\s*every\s+(\d+)\s*([smhd])\s*$/i.exec(cron) ?? [];
  if (count && unit) {
    const ms = Number(count) * unitMs[unit.toLowerCase() as keyof typeof unitMs];
    return readInterval("cron", ms, anchorMs);
  }
  const schedule = readCron(cron, timezone ?? timeZone);
  if (nextFire(schedule, anchorMs) === null)
    throw new ScheduleError("cron", "This never comes about: no year has such a day");
  return schedule;
}

/**
 * The first planned time after `afterMs`, or null when there is none. Intervals count real time. So does a cron
 * with a wildcard or step in hour or minute: it fires whenever the clocks show a time that fits, in both passes
 * of an hour that comes twice. With hour and minute fixed, a time that comes twice fires in its first pass,
 * and one that is skipped fires right after the gap.
 */
export function nextFire(schedule: Schedule, afterMs: number): number | null {
  if (schedule.kind === "interval") {
    const { everyMs, anchorMs } = schedule;
    return anchorMs + Math.max(1, Math.floor((afterMs - anchorMs) / everyMs) + 1) * everyMs;
  }
  return schedule.isElapsed ? nextElapsed(schedule, afterMs) : nextFixed(schedule, afterMs);
}

export type ClockNote = "after-gap" | "first-pass" | "second-pass";

/** What the clocks do at a planned time of a cron that needs a word of explanation, if anything. */
export function noteClock(schedule: Schedule, atMs: number): ClockNote | null {
  if (schedule.kind === "interval") return null;
  const { pattern, timeZone } = schedule;
  const offset = offsetAt(timeZone, atMs);
  const local = atMs + offset;
  if (nextLocal(pattern, local - 1) !== local) return "after-gap";
  if (toMoment(timeZone, local) !== atMs) return "second-pass";
  const change = findChange(timeZone, atMs, atMs + 3 * hour);
  if (change === null) return null;
  return change + offsetAt(timeZone, change) <= local ? "first-pass" : null;
}

type CronSchedule = Extract<Schedule, { kind: "cron" }>;

/** Moments grow with the local times they belong to, so the first one that is late enough is the next. */
function nextFixed({ pattern, timeZone }: CronSchedule, afterMs: number): number | null {
  let local = afterMs + offsetAt(timeZone, afterMs);
  for (;;) {
    const next = nextLocal(pattern, local);
    if (next === null) return null;
    const moment = toMoment(timeZone, next);
    if (moment > afterMs) return moment;
    local = next;
  }
}

/** Walks stretches in which the zone keeps its offset; what lies far ahead is jumped to. */
function nextElapsed({ pattern, timeZone }: CronSchedule, afterMs: number): number | null {
  const stretchMs = 27 * hour;
  let start = afterMs + 1;
  for (;;) {
    const offset = offsetAt(timeZone, start);
    const local = nextLocal(pattern, start + offset - 1);
    if (local === null) return null;
    const moment = local - offset;
    const change = findChange(timeZone, start, Math.min(moment, start + stretchMs));
    if (change === null && moment <= start + stretchMs) return moment;
    start = change ?? Math.max(start + stretchMs, moment - stretchMs);
  }
}

/** The next local time that fits, as if the zone were UTC: croner knows the calendar, this file the clocks. */
function nextLocal(pattern: Cron, localMs: number): number | null {
  return pattern.nextRun(new Date(localMs))?.getTime() ?? null;
}

function readInterval(field: "cron" | "interval_seconds", everyMs: number, anchorMs: number): Schedule {
  if (!(everyMs >= leastSeconds * 1_000)) throw new ScheduleError(field, "At least 5 seconds apart");
  if (everyMs > mostSeconds * 1_000) throw new ScheduleError(field, "At most 366 days apart");
  return { kind: "interval", everyMs, anchorMs };
}

function readCron(text: string, timeZone: string): CronSchedule {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) {
    const count = text.trim() === "" ? "none" : fields.length;
    throw new ScheduleError(
      "cron",
      `A cron has five fields (minute hour day month weekday), this has ${count}`,
    );
  }
  // croner knows more than the five fields' own grammar: L, W, #, ?, +. They are refused by name.
  const names = text.replaceAll(
    /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)\b/gi,
    "",
  );
  const unknown = /[^\d\s*,/-]+/.exec(names)?.[0];
  if (unknown)
    throw new ScheduleError("cron", `“${unknown}” is not known here: use numbers, names, * , - and /`);
  const [minute = "", hours = ""] = fields;
  try {
    const pattern = new Cron(text.trim(), { mode: "5-part", paused: true, timezone: "UTC" });
    return { kind: "cron", pattern, timeZone, isElapsed: /[*/]/.test(`${minute}${hours}`) };
  } catch (error) {
    throw new ScheduleError(
      "cron",
      (error instanceof Error ? error.message : String(error)).replace(/^CronPattern: /, ""),
    );
  }
}

function checkZone(timeZone: string): void {
  try {
    offsetAt(timeZone, 0);
  } catch {
    throw new ScheduleError("timezone", "Not an IANA time zone, for example Europe/Berlin");
  }
}
