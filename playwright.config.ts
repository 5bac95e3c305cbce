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
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  projects: [
    { name: "first", testMatch: first },
    { name: "then", testIgnore: first },
  ],
  use: { browserName: "chromium", launchOptions, trace: "retain-on-failure", timezoneId: "UTC" },
});
