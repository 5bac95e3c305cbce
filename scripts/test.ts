import { type Counts, countOne } from "./test/reports";
import { type Step, steps } from "./test/steps";

/**
 * npm test: every step, or those named (`npm test -- unit e2e`); other arguments choose files within them
 * (`npm test -- unit tests/unit/rest`). The last line is always `N passed, N failed`.
 */
const args = process.argv.slice(2);
const names = steps.map((step) => step.name);
const filters = args.filter((arg) => !names.includes(arg));
const chosen = steps.filter((step) => args.includes(step.name) || filters.length === args.length);
const isNarrowed = args.length > 0;
const wanted = isNarrowed && filters.length === args.length ? steps.filter(takesFiles) : chosen;

const results: { name: string; counts: Counts; seconds: number }[] = [];
for (const step of wanted) {
  const startedAt = Date.now();
  console.log(`\n── ${step.name}`);
  const failedNeed = results.find(({ name, counts }) => step.needs === name && counts.failed > 0);
  const counts = failedNeed ? refuse(`not run: ${failedNeed.name} failed`) : await runStep(step);
  results.push({ name: step.name, counts, seconds: (Date.now() - startedAt) / 1000 });
}

console.log("\n── summary");
for (const { name, counts, seconds } of results) {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  const line = `${counts.passed} passed, ${counts.failed} failed${skipped}`;
  console.log(`  ${name.padEnd(12)} ${line.padEnd(34)} ${seconds.toFixed(1).padStart(6)} s`);
}
for (const { name, counts } of results) {
  for (const failure of counts.failures) console.log(`\n✗ ${name}: ${failure}`);
}
const passed = results.reduce((sum, { counts }) => sum + counts.passed, 0);
const failed = results.reduce((sum, { counts }) => sum + counts.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runStep(step: Step): Promise<Counts> {
  try {
    return await step.run(filters);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(reason: string): Counts {
  console.error(reason);
  return countOne(reason);
}

function takesFiles(step: Step): boolean {
  return ["unit", "integration", "e2e"].includes(step.name);
}
