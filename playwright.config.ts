import { defineConfig } from "@playwright/test";

const launchOptions = {
  args: ["--no-sandbox"],
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
};

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./playwright.setup.config.ts",
  // The tests share one hub with one database session.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: { browserName: "chromium", launchOptions, trace: "retain-on-failure", timezoneId: "UTC" },
});
