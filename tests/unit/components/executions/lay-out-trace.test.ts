import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOutTrace } from "@/components/executions/lay-out-trace";

const span = (startMs: number, endMs: number) => ({ startMs, endMs });

describe("the axis of a trace", () => {
  test("is to scale where something runs all the time", () => {
    const place = layOutTrace([span(1_000, 1_500), span(1_500, 2_000), span(1_200, 1_800)]);
    expect([1_000, 1_250, 1_500, 2_000].map(place)).toEqual([0, 0.25, 0.5, 1]);
  });

  test("shortens a wait of days to a tenth of what ran", () => {
    const day = 86_400_000;
    const place = layOutTrace([span(0, 600), span(2 * day, 2 * day + 400)]);
    expect(place(600)).toBeCloseTo(600 / 1_100, 9);
    expect(place(2 * day)).toBeCloseTo(700 / 1_100, 9);
    expect(place(2 * day + 400)).toBe(1);
    expect(place(day)).toBeCloseTo(700 / 1_100, 9);
  });

  test("of nothing has one place only", () => {
    expect(layOutTrace([])(5)).toBe(0);
    expect(layOutTrace([span(5, 5)])(5)).toBe(0);
  });

  test("keeps the order of moments, and their scale where both run", () => {
    const moment = fc.nat(100_000);
    const spans = fc.array(
      fc.tuple(moment, fc.nat(5_000)).map(([startMs, ms]) => span(startMs, startMs + ms)),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, moment, moment, (all, one, other) => {
        const place = layOutTrace(all);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(place(from)).toBeLessThanOrEqual(place(to) + 1e-9);
        for (const each of all) {
          expect(place(each.startMs)).toBeGreaterThanOrEqual(0);
          expect(place(each.endMs)).toBeLessThanOrEqual(1 + 1e-9);
        }
        const widths = all
          .filter(({ startMs, endMs }) => endMs > startMs)
          .map(({ startMs, endMs }) => (place(endMs) - place(startMs)) / (endMs - startMs));
        for (const width of widths) expect(width).toBeCloseTo(widths[0] ?? 0, 9);
      }),
    );
  });
});
