import { defineConfig } from "vitest/config";

/** On a machine with two cores a hub answers late while a build or a browser runs beside it. */
const patience = { testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    // With this protection on, V8 sometimes aborts while it compiles WebAssembly (nodejs/node#64500).
    execArgv: ["--no-memory-protection-keys"],
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/integration-setup.ts"],
          // Much of what is tested is waited for; two at a time halve the run even on two cores.
          maxWorkers: 2,
          ...patience,
        },
      },
    ],
  },
});
