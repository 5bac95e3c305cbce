import { defineConfig } from "@playwright/test";

const launchOptions = {
  args: ["--no-sandbox"],
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
};
/** These begin with a hub that nobody has used. */
const first = ["newcomer.spec.ts", "pictures.spec.ts"];

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./playwright.setup.config.ts",
  // The tests share one hub with one database session.
  workers: 1,
  // Long enough for a machine that is busy otherwise; what is measured stands in the bench.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  projects: [
    { name: "first", testMatch: first },
    { name: "then", testIgnore: first },
  ],
  use: {
    browserName: "chromium",
    launchOptions,
    actionTimeout: 60_000,
    trace: "retain-on-failure",
    timezoneId: "UTC",
  },
});
