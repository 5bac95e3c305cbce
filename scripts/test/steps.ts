import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { ensureBuild } from "@/scripts/start/build";
import { ensureChromium } from "./chromium";
import { type Counts, countOne, readPlaywrightReport, readVitestReport } from "./reports";

/** A step whose `needs` has failed is not run, and counts as failed. */
export type Step = { name: string; needs?: string; run: (filters: string[]) => Promise<Counts> | Counts };

const bin = "node_modules";

/** Everything `npm test` runs, in order. Each yields how many checks or tests passed and failed. */
export const steps: Step[] = [
  { name: "lint", run: () => check([`${bin}/@biomejs/biome/bin/biome`, "check"]) },
  {
    name: "types",
    run: () => {
      // Writes next-env.d.ts and the route types, which a fresh clone does not have.
      const generated = runNode([`${bin}/next/dist/bin/next`, "typegen"], { stdio: "ignore" });
      return generated
        ? check([`${bin}/typescript/bin/tsc`, "--noEmit"])
        : countOne("The types of the routes could not be written.");
    },
  },
  {
    name: "build",
    run: async () => {
      mkdirSync("test-results", { recursive: true });
      await ensureBuild("test-results", (line) => console.log(`  ${line}`));
      return countOne();
    },
  },
  { name: "unit", run: (filters) => runVitest("unit", filters) },
  { name: "integration", needs: "build", run: (filters) => runVitest("integration", filters) },
  {
    name: "e2e",
    needs: "build",
    run: (filters) => {
      const env = { CHROMIUM_PATH: ensureChromium() };
      rmSync("test-results/e2e.json", { force: true });
      const isGreen = runNode([`${bin}/@playwright/test/cli.js`, "test", ...filters], { env });
      return readPlaywrightReport("test-results/e2e.json", isGreen);
    },
  },
];

function runVitest(project: string, filters: string[]): Counts {
  const report = `test-results/${project}.json`;
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const isGreen = runNode([
    `${bin}/vitest/vitest.mjs`,
    "run",
    "--project",
    project,
    ...reporters,
    ...filters,
  ]);
  return readVitestReport(report, isGreen);
}

function check(args: string[]): Counts {
  return countOne(runNode(args) ? undefined : "It failed; see above.");
}

function runNode(
  args: string[],
  { env = {}, stdio = "inherit" }: { env?: object; stdio?: "inherit" | "ignore" } = {},
): boolean {
  const { status } = spawnSync(process.execPath, args, {
    stdio: ["ignore", stdio, stdio],
    env: { ...process.env, ...env },
  });
  return status === 0;
}
