import { defineConfig } from "vitest/config";

/** The engine's suite alone (`npm run test:engine`): without the hub that the other suites share. */
export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["tests/integration/engine/**/*.test.ts"],
    execArgv: ["--no-memory-protection-keys"],
    maxWorkers: 2,
    // A server that reaches the tests at one address finds one file's functions there at a time.
    fileParallelism: !process.env.INNGEST_SERVE_ORIGIN,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
