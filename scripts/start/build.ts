import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { takeLock } from "./lock";
import { runTool } from "./tool";

const folders = ["app", "components", "lib", "server", "inngest", "prisma/schema", "public"];
const stampPath = ".next/ensemble-sources";
const lockPath = "node_modules/.ensemble-build.lock";

/**
 * Builds the web application when its sources changed since the last build. Two starts in one checkout
 * build once. Throws the end of the build's output when it fails.
 */
export async function ensureBuild(logFolder: string, print: (line: string) => void): Promise<void> {
  const sources = hashSources();
  if (isBuilt(sources)) return;
  const release = await waitForTurn(print);
  try {
    if (isBuilt(sources)) return;
    print("building the application (sources changed; half a minute)");
    await runTool({
      name: "build",
      args: ["node_modules/next/dist/bin/next", "build"],
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      logFolder,
      onLine: (line) => {
        if (/^\s*(✓|Creating an optimized|Running TypeScript)/.test(line)) print(`  ${line.trim()}`);
      },
    }).finished;
    writeFileSync(stampPath, sources);
  } finally {
    release();
  }
}

async function waitForTurn(print: (line: string) => void): Promise<() => void> {
  let isAnnounced = false;
  for (;;) {
    const lock = takeLock(lockPath, "build");
    if ("release" in lock) return lock.release;
    if (!isAnnounced) print(`waiting for the build that pid ${lock.holder.pid} makes`);
    isAnnounced = true;
    await delay(200);
  }
}

function isBuilt(sources: string): boolean {
  return existsSync(".next/BUILD_ID") && existsSync(stampPath) && readFileSync(stampPath, "utf8") === sources;
}

/** One hash over everything the build reads: names and contents. */
function hashSources(): string {
  const hash = createHash("sha256");
  for (const path of [...listConfigFiles(), ...folders.flatMap(listFiles)]) {
    hash.update(`${path}\0`).update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

// next-env.d.ts is written by the build itself.
function listConfigFiles(): string[] {
  return readdirSync(".")
    .filter((name) => /^(package-lock|tsconfig)\.json$|\.(ts|mjs)$/.test(name) && name !== "next-env.d.ts")
    .sort();
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
