import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** `failures` names each test that failed, in the words of its report: where it stands, and what was wrong. */
export type Counts = { passed: number; failed: number; skipped: number; failures: string[] };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
};
type PlaywrightSuite = {
  specs?: {
    title: string;
    file: string;
    ok: boolean;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
  suites?: PlaywrightSuite[];
};

const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const linesShown = 12;

/** What a check that is one whole counts as; `failure` says what was wrong with it. */
export function countOne(failure?: string): Counts {
  return failure === undefined ? { ...none, passed: 1 } : { ...none, failed: 1, failures: [failure] };
}

/** Counts of a vitest run. A run that failed without a failed test (a file that does not load) counts as one. */
export function readVitestReport(path: string, isGreen: boolean): Counts {
  if (!existsSync(path)) return countOne("The run ended without a report.");
  const report = JSON.parse(readFileSync(path, "utf8")) as VitestReport;
  const failures = report.testResults.flatMap(({ name, message, assertionResults }) => [
    ...(message ? [tell(name, message)] : []),
    ...assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) => tell(`${name}: ${fullName}`, failureMessages[0])),
  ]);
  const skipped = report.numPendingTests + report.numTodoTests;
  return countFailure(
    { passed: report.numPassedTests, failed: report.numFailedTests, skipped, failures },
    isGreen,
  );
}

/** Counts of a Playwright run; a test that passed only when repeated counts as failed. */
export function readPlaywrightReport(path: string, isGreen: boolean): Counts {
  if (!existsSync(path)) return countOne("The run ended without a report.");
  const { stats, suites, errors } = JSON.parse(readFileSync(path, "utf8")) as PlaywrightReport;
  const outside = errors.map(({ message }) => tell("outside of a test", message));
  const failures = [...outside, ...suites.flatMap(readSuite)];
  const failed = stats.unexpected + stats.flaky;
  return countFailure({ passed: stats.expected, failed, skipped: stats.skipped, failures }, isGreen);
}

function readSuite({ specs = [], suites = [] }: PlaywrightSuite): string[] {
  const failed = specs.filter(({ ok, tests }) => !ok || tests.some(({ status }) => status === "flaky"));
  const own = failed.map(({ title, file, tests }) => {
    const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
    return tell(`${file}: ${title}`, errors[0]?.message);
  });
  return [...own, ...suites.flatMap(readSuite)];
}

function tell(place: string, message = ""): string {
  const lines = stripVTControlCharacters(message).split("\n").slice(0, linesShown);
  return [place, ...lines.map((line) => `  ${line}`)].join("\n");
}

function countFailure(counts: Counts, isGreen: boolean): Counts {
  return isGreen || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
