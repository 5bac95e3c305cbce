import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/reports";

const path = join(mkdtempSync(join(tmpdir(), "ensemble-report-")), "report.json");

test.each([
  [true, 5, 0, { passed: 5, failed: 0, skipped: 3 }],
  [false, 5, 2, { passed: 5, failed: 2, skipped: 3 }],
  // A file that does not load fails the run without failing a test.
  [false, 5, 0, { passed: 5, failed: 1, skipped: 3 }],
])("vitest, green %s, %i passed, %i failed", (isGreen, numPassedTests, numFailedTests, counts) => {
  writeFileSync(
    path,
    JSON.stringify({ numPassedTests, numFailedTests, numPendingTests: 2, numTodoTests: 1 }),
  );
  expect(readVitestReport(path, isGreen)).toEqual(counts);
});

test("a run without a report has failed", () => {
  expect(readVitestReport("/nowhere", true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(readPlaywrightReport("/nowhere", true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("Playwright: what passes only when repeated has failed", () => {
  writeFileSync(path, JSON.stringify({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 0 } }));
  expect(readPlaywrightReport(path, false)).toEqual({ passed: 4, failed: 2, skipped: 0 });
});
