import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const downloadPatienceMs = 240_000;

/**
 * The path of a Chromium that runs: the one CHROMIUM_PATH names, one that is installed, Playwright's own, or
 * one from the system's packages (as root on Debian and Ubuntu). Throws what was tried when none can be had.
 */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;

  console.log("  no Chromium here: downloading Playwright's");
  run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  const downloaded = findDownloaded();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("  Playwright's cannot be had or does not run: installing the system's chromium");
    run("apt-get", ["update", "-q"]);
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
    const installed = findInstalled();
    if (installed) return installed;
  }
  throw new Error(
    "No Chromium can be had: none is installed, Playwright's could not be downloaded, and the system's packages gave none. Install one, or name it in CHROMIUM_PATH.",
  );
}

/** The same where one is there already; nothing is fetched. Throws when CHROMIUM_PATH names what does not run. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH;
  if (!given) return findInstalled() ?? findDownloaded();
  if (runs(given)) return given;
  throw new Error(`CHROMIUM_PATH names ${given}, which does not run.`);
}

function findInstalled(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs);
}

function findDownloaded(): string | undefined {
  const path = chromium.executablePath();
  return runs(path) ? path : undefined;
}

// A browser without its system libraries is there but does not run.
function runs(path: string): boolean {
  return existsSync(path) && spawnSync(path, ["--version"], { timeout: 30_000 }).status === 0;
}

function run(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], timeout: downloadPatienceMs, env });
}
