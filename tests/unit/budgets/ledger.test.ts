import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fits, isReached, type Ledger, shareOf } from "@/server/budgets/ledger";
import { periodAt } from "@/server/budgets/period";

const usd = fc.double({ min: 0, max: 100, noNaN: true });

describe("a budget", () => {
  test("is never overspent, whatever is held, settled and let go in whatever order", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("hold" as const), amount: usd, part: fc.constant(0) }),
      fc.record({
        kind: fc.constant("settle" as const),
        amount: usd,
        part: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ kind: fc.constant("release" as const), amount: usd, part: fc.constant(0) }),
    );
    fc.assert(
      fc.property(usd, fc.array(step, { maxLength: 60 }), (limitUsd, steps) => {
        const ledger = { limitUsd, spentUsd: 0, heldUsd: 0 };
        const holds: number[] = [];
        for (const { kind, amount, part } of steps) {
          if (kind === "hold" && fits(ledger, amount)) {
            holds.push(amount);
            ledger.heldUsd += amount;
          }
          const held = kind === "hold" ? undefined : holds.shift();
          if (held !== undefined) {
            ledger.heldUsd = Math.max(0, ledger.heldUsd - held);
            // A turn costs at most what was held for it.
            if (kind === "settle") ledger.spentUsd += held * part;
          }
          expect(ledger.spentUsd).toBeLessThanOrEqual(limitUsd + 1e-6);
          expect(ledger.spentUsd + ledger.heldUsd).toBeLessThanOrEqual(limitUsd + 1e-6);
        }
      }),
    );
  });

  test("takes ten turns of a tenth, although their floating sum is not quite one", () => {
    const ledger = { limitUsd: 1, spentUsd: 0, heldUsd: 0 };
    let count = 0;
    while (fits(ledger, 0.1) && count < 100) {
      ledger.spentUsd += 0.1;
      count += 1;
    }
    expect(count).toBe(10);
  });

  const cases: [string, Ledger, number, boolean, boolean][] = [
    ["without a limit there is always room", { limitUsd: null, spentUsd: 1e6, heldUsd: 0 }, 1, true, false],
    ["the last cent fits", { limitUsd: 10, spentUsd: 9, heldUsd: 0.5 }, 0.5, true, false],
    ["what is held leaves no room", { limitUsd: 10, spentUsd: 4, heldUsd: 5.5 }, 1, false, false],
    ["what is spent leaves no room", { limitUsd: 10, spentUsd: 9.5, heldUsd: 0 }, 1, false, true],
    ["a limit of zero is reached at once", { limitUsd: 0, spentUsd: 0, heldUsd: 0 }, 0.01, false, true],
  ];
  test.each(cases)("%s", (_name, ledger, amount, hasRoom, reached) => {
    expect(fits(ledger, amount)).toBe(hasRoom);
    expect(isReached(ledger, amount)).toBe(reached);
  });

  test.each<[Ledger["limitUsd"], number, number | null]>([
    [null, 5, null],
    [10, 0, 0],
    [10, 4, 0.4],
    [10, 12, 1.2],
    [0, 0, 1],
  ])("of %s, of which %d are spent, has the share %s", (limitUsd, spentUsd, share) => {
    expect(shareOf({ limitUsd, spentUsd, heldUsd: 0 })).toBe(share);
  });
});

test.each([
  ["2026-11-30T23:30:00Z", "UTC", "2026-11"],
  ["2026-11-30T23:30:00Z", "Europe/Berlin", "2026-12"],
  ["2026-12-01T04:59:59Z", "America/New_York", "2026-11"],
  ["2026-12-31T23:59:59Z", "Pacific/Kiritimati", "2027-01"],
])("%s in %s belongs to %s", (at, timeZone, period) => {
  expect(periodAt(new Date(at), timeZone)).toBe(period);
});
