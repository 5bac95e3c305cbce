import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readProcesses } from "@/scripts/start/processes";

export type HubOptions = {
  /** A folder to start on; without one, a new one that goes when the hub stops. */
  dataDir?: string;
  env?: Record<string, string>;
  /** The example persona; default true. */
  seed?: boolean;
};

export type Hub = {
  url: string;
  teamKey: string;
  ownerLink: string;
  databaseUrl: string;
  dataDir: string;
  /** Read anew each time: a process that died has another pid once it is back. */
  readonly pids: { supervisor: number; database: number | null; engine: number | null; web: number | null };
  /** Everything the start script has printed so far. */
  readonly output: string;
  /** SIGTERM, as Ctrl-C would; resolves with the exit code once everything has ended. */
  stop: () => Promise<number | null>;
};

/** What a hub under test may see of the caller's environment; above all no key of anybody's. */
const inherited = ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "NODE_EXTRA_CA_CERTS"];

/**
 * Starts a whole hub through the real start script, on free ports, and waits until it is ready. With
 * TEST_DATABASE_URL in `env` as DATABASE_URL it runs on that. Throws what the script printed when it does
 * not come up.
 */
export async function startHub({ dataDir, env = {}, seed = true }: HubOptions = {}): Promise<Hub> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), "ensemble-test-"));
  const flags = ["--port", "0", "--data", folder, ...(seed ? [] : ["--no-seed"])];
  const child = spawn("sh", ["scripts/run.sh", "start", ...flags], {
    env: { ...pickEnvironment(), NODE_ENV: "production", ENSEMBLE_ENV_FILE: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  while (!output.includes("Ctrl-C stops everything")) {
    const code = await Promise.race([exited, delay(50, "running" as const)]);
    if (code !== "running") throw new Error(`The hub did not start (exit code ${code}):\n${output}`);
  }
  const url = find(output, /Hub\s+(\S+)/);
  return {
    url,
    teamKey: find(output, /Team key\s+(\S+)/),
    ownerLink: find(output, /Sign in\s+(\S+)/),
    databaseUrl: env.DATABASE_URL ?? readProcesses(folder)?.databaseUrl ?? "",
    dataDir: folder,
    get pids() {
      const processes = readProcesses(folder);
      if (!processes) throw new Error(`${folder} has no processes.json`);
      const { supervisor, database, engine, web } = processes;
      return { supervisor, database, engine, web };
    },
    get output() {
      return output;
    },
    stop: async () => {
      child.kill("SIGTERM");
      const code = await exited;
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

function pickEnvironment(): Record<string, string> {
  const pairs = inherited.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function find(output: string, pattern: RegExp): string {
  const match = pattern.exec(output)?.[1];
  if (!match) throw new Error(`The start script did not print ${pattern}:\n${output}`);
  return match;
}
