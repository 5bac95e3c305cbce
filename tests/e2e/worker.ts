import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { hub } from "@/tests/e2e/hub";

/** A worker of the hub under test, with the stand-in for the Claude CLI. */
export function startStandInWorker(): { stop: () => Promise<void> } {
  const cli = resolve("tests/support/claude-cli.mjs");
  const args = ["scripts/run.sh", "worker", "--hub", hub.url, "--name", "e2e-worker", "--claude", cli];
  const child = spawn("sh", args, {
    env: { ...process.env, WORKER_TOKEN: process.env.E2E_WORKER_TOKEN ?? "" },
    stdio: "ignore",
  });
  const exited = new Promise<void>((done) => child.once("close", () => done()));
  return {
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}
