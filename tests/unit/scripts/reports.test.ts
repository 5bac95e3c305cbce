import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/reports";

const path = join(mkdtempSync(join(tmpdir(), "ensemble-report-")), "report.json");

/** A coloured message of more lines than a summary wants. */
const message = `\u001b[31mexpected 1 to be 2\u001b[39m\n${"at a line\n".repeat(40)}`;

function writeVitest(numPassedTests: number, numFailedTests: number, testResults: object[] = []): void {
  const counts = { numPassedTests, numFailedTests, numPendingTests: 2, numTodoTests: 1 };
  writeFileSync(path, JSON.stringify({ ...counts, testResults }));
}

test.each([
  [true, 5, 0, { passed: 5, failed: 0, skipped: 3 }],
  [false, 5, 2, { passed: 5, failed: 2, skipped: 3 }],
  // A file that does not load fails the run without failing a test.
  [false, 5, 0, { passed: 5, failed: 1, skipped: 3 }],
])("vitest, green %s, %i passed, %i failed", (isGreen, numPassed, numFailed, counts) => {
  writeVitest(numPassed, numFailed);
  expect(readVitestReport(path, isGreen)).toMatchObject(counts);
});

test("vitest: what failed is named, with the first lines of why", () => {
  const failed = { fullName: "sums add up", status: "failed", failureMessages: [message] };
  const passed = { fullName: "sums exist", status: "passed", failureMessages: [] };
  writeVitest(1, 1, [
    { name: "sums.test.ts", message: "", assertionResults: [passed, failed] },
    { name: "broken.test.ts", message: "Unexpected token", assertionResults: [] },
  ]);
  const { failures } = readVitestReport(path, false);
  expect(failures).toHaveLength(2);
  expect(failures[0]).toMatch(/^sums\.test\.ts: sums add up\n {2}expected 1 to be 2\n {2}at a line\n/);
  expect(failures[0]?.split("\n")).toHaveLength(13);
  expect(failures[1]).toBe("broken.test.ts\n  Unexpected token");
});

test("a run without a report has failed", () => {
  const counts = { passed: 0, failed: 1, skipped: 0, failures: ["The run ended without a report."] };
  expect(readVitestReport("/nowhere", true)).toEqual(counts);
  expect(readPlaywrightReport("/nowhere", true)).toEqual(counts);
});

test("Playwright: what passes only when repeated has failed, and is named", () => {
  const spec = (title: string, ok: boolean, status: string) => {
    const errors = status === "expected" ? [] : [{ message: `${title} broke` }];
    return { title, file: "pages.spec.ts", ok, tests: [{ status, results: [{ errors }] }] };
  };
  const specs = [
    spec("one", true, "expected"),
    spec("two", true, "flaky"),
    spec("three", false, "unexpected"),
  ];
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 0 };
  writeFileSync(
    path,
    JSON.stringify({ stats, suites: [{ suites: [{ specs }] }], errors: [{ message: "no hub" }] }),
  );
  expect(readPlaywrightReport(path, false)).toEqual({
    passed: 4,
    failed: 2,
    skipped: 0,
    failures: [
      "outside of a test\n  no hub",
      "pages.spec.ts: two\n  two broke",
      "pages.spec.ts: three\n  three broke",
    ],
  });
});
