import fc from "fast-check";
import { expect, test } from "vitest";
import { readSchedule, ScheduleError } from "@/server/triggers/next-fire";
import { listTimes } from "@/server/triggers/planned-times";
import { clocks, type Fields, listByOracle, type OracleCron } from "./oracle";

const minute = 60_000;
const hour = 60 * minute;

/** Zones with every kind of change, and plain ones. */
const zones = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "Europe/Dublin",
  "Europe/Lisbon",
  "Europe/Moscow",
  "Europe/Istanbul",
  "Europe/Volgograd",
  "Europe/Chisinau",
  "Atlantic/Azores",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Africa/Lagos",
  "Africa/Juba",
  "Africa/Windhoek",
  "Africa/Sao_Tome",
  "America/New_York",
  "America/Chicago",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "America/Adak",
  "America/St_Johns",
  "America/Halifax",
  "America/Havana",
  "America/Santiago",
  "America/Asuncion",
  "America/Sao_Paulo",
  "America/Caracas",
  "America/Mexico_City",
  "America/Nuuk",
  "America/Scoresbysund",
  "Antarctica/Troll",
  "Antarctica/Casey",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Asia/Beirut",
  "Asia/Gaza",
  "Asia/Amman",
  "Asia/Pyongyang",
  "Asia/Almaty",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
  "Australia/Eucla",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Pacific/Fiji",
  "Pacific/Norfolk",
  "Pacific/Easter",
  "Pacific/Kiritimati",
];
const firstYear = 2017;
const years = 10;

/** Every moment of the ten years at which a zone's clocks change, by looking at each day. */
const changes = new Map(
  zones.map((zone) => {
    const found: number[] = [];
    const end = Date.UTC(firstYear + years, 0, 1);
    let before = 0;
    for (let at = Date.UTC(firstYear, 0, 1); at < end; at += 24 * hour) {
      const offset = clocks(zone, at) - at;
      if (at > Date.UTC(firstYear, 0, 1) && offset !== before) found.push(at - 24 * hour);
      before = offset;
    }
    return [zone, found];
  }),
);

type Part = { text: string; values: number[]; isFree: boolean; isStepped: boolean };

/** One field of a cron as text and as the values it stands for. */
function partOf(least: number, most: number): fc.Arbitrary<Part> {
  const value = fc.integer({ min: least, max: most });
  const range = fc
    .tuple(value, value, fc.integer({ min: 1, max: 5 }), fc.boolean())
    .map(([a, b, step, isStepped]) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const values = count(from, to).filter((each) => !isStepped || (each - from) % step === 0);
      return { text: `${from}-${to}${isStepped ? `/${step}` : ""}`, values, isStepped };
    });
  const stepped = fc.integer({ min: 2, max: Math.min(20, most) }).map((step) => ({
    text: `*/${step}`,
    values: count(least, most).filter((each) => (each - least) % step === 0),
    isStepped: true,
  }));
  const single = value.map((each) => ({ text: String(each), values: [each], isStepped: false }));
  const listed = fc.array(fc.oneof(single, range, stepped), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(","),
    values: parts.flatMap(({ values }) => values),
    isFree: false,
    isStepped: parts.some(({ isStepped }) => isStepped),
  }));
  const free = fc.constant({ text: "*", values: count(least, most), isFree: true, isStepped: true });
  return fc.oneof({ weight: 2, arbitrary: free }, { weight: 3, arbitrary: listed });
}

const cronArbitrary = fc
  .record({
    minute: partOf(0, 59),
    hour: partOf(0, 23),
    day: partOf(1, 31),
    month: partOf(1, 12),
    weekday: partOf(0, 7),
  })
  .map(({ minute: m, hour: h, day: d, month, weekday }) => {
    const fields: Fields = {
      minute: m.values,
      hour: h.values,
      day: d.values,
      month: month.values,
      weekday: weekday.values.map((value) => value % 7),
    };
    const oracle: OracleCron = {
      fields,
      isDayFree: d.isFree,
      isWeekdayFree: weekday.isFree,
      isElapsed: m.isStepped || h.isStepped,
    };
    return { text: [m, h, d, month, weekday].map((part) => part.text).join(" "), oracle };
  });

/** A zone and a minute, mostly close to a change of its clocks. */
const placeArbitrary = fc.constantFrom(...zones).chain((zone) => {
  const anywhere = fc.integer({
    min: Date.UTC(firstYear, 0, 2) / minute,
    max: Date.UTC(firstYear + years, 0, 1) / minute,
  });
  const nearby = (changes.get(zone) ?? []).map((at) =>
    fc.integer({ min: at / minute - 30 * 60, max: at / minute + 24 * 60 }),
  );
  return fc.record({
    zone: fc.constant(zone),
    fromMs: fc.oneof(anywhere, ...nearby).map((minutes) => minutes * minute),
  });
});

test("agrees with the oracle on fifty zones over ten years, above all around changes", {
  timeout: 120_000,
}, () => {
  expect(zones.length).toBeGreaterThanOrEqual(50);
  expect([...changes.values()].flat().length).toBeGreaterThan(400);
  let compared = 0;
  fc.assert(
    fc.property(cronArbitrary, placeArbitrary, ({ text, oracle }, { zone, fromMs }) => {
      const toMs = fromMs + 40 * hour;
      const expected = listByOracle(oracle, zone, fromMs, toMs);
      const schedule = tryCron(text, zone);
      const found = schedule ? listTimes(schedule, fromMs, toMs, Number.POSITIVE_INFINITY) : [];
      compared += expected.length;
      expect(found.map((at) => new Date(at).toISOString())).toEqual(
        expected.map((at) => new Date(at).toISOString()),
      );
    }),
    { numRuns: 1_500 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

/** Null for a cron that never comes about, which the oracle then must not find either. */
function tryCron(text: string, zone: string) {
  try {
    return readSchedule(
      { cron: text, timezone: zone },
      { anchorMs: Date.UTC(firstYear, 0, 1), timeZone: "UTC" },
    );
  } catch (error) {
    if (error instanceof ScheduleError && /never comes about/.test(error.message)) return null;
    throw error;
  }
}

function count(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
