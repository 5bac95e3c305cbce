import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const makers: Record<string, () => string> = {
  MASTER_KEY: () => hex(32),
  TEAM_API_KEY: () => `dac_${hex(24)}`,
  NEXTAUTH_SECRET: () => hex(32),
  WORKER_TOKEN: () => hex(24),
  DATABASE_PASSWORD: () => hex(16),
  INNGEST_EVENT_KEY: () => hex(32),
  INNGEST_SIGNING_KEY: () => `signkey-prod-${hex(32)}`,
};

/**
 * The secrets a hub needs and nobody gave: made on first use, kept in `<data>/secrets.json` (0600). Those
 * that `given` holds, also as NAME_FILE, are left out of the result, since they win. Throws one line when
 * the file cannot be read or lacks the master key of existing data, rather than making a new one over it.
 */
export function ensureSecrets(dataDir: string, given: NodeJS.ProcessEnv): Record<string, string> {
  const path = join(dataDir, "secrets.json");
  const kept = readSecrets(path);
  const needed = Object.keys(makers).filter((name) => !isGiven(name, given));
  const missing = needed.filter((name) => !kept[name]);
  if (missing.includes("MASTER_KEY") && existsSync(join(dataDir, "pg"))) {
    throw new Error(
      `MASTER_KEY is missing: ${dataDir} holds data encrypted with it. Set the one it was made with, or restore ${path}.`,
    );
  }
  if (missing.length > 0) {
    for (const name of missing) kept[name] = makers[name]?.() ?? "";
    writeFileSync(`${path}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  chmodSync(path, 0o600);
  return Object.fromEntries(needed.map((name) => [name, kept[name] ?? ""]));
}

function readSecrets(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
  } catch {
    throw new Error(
      `${path} is damaged. Restore it from a backup: what is encrypted cannot be read without it.`,
    );
  }
}

function isGiven(name: string, given: NodeJS.ProcessEnv): boolean {
  if (name === "MASTER_KEY" && (given.MASTER_KEYS || given.MASTER_KEYS_FILE)) return true;
  return Boolean(given[name] || given[`${name}_FILE`]);
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
