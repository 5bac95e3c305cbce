import { spawnSync } from "node:child_process";

/**
 * npm run test:engine: the durable functions' behaviour, seen from outside. Without variables against the
 * embedded engine; with INNGEST_BASE_URL, INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY against that Inngest
 * server, which must reach this machine at INNGEST_SERVE_ORIGIN.
 */
const config = ["--config", "vitest-engine.config.ts"];
const args = ["node_modules/vitest/vitest.mjs", "run", ...config, "tests/integration/engine/behaviour"];
const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
process.exit(status ?? 1);
