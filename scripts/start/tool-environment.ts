import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readProcesses } from "./processes";
import { ensureSecrets } from "./secrets";

/**
 * Gives this process what the hub on a data folder was given (its secrets, database and address), so that
 * a command beside it can use the services. The environment wins. Throws one line when no hub runs there
 * and no DATABASE_URL is set.
 */
export function adoptHubEnvironment(dataDir: string | undefined): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const folder = resolve(dataDir ?? process.env.ENSEMBLE_DATA_DIR ?? ".ensemble");
  const processes = readProcesses(folder);
  if (!process.env.DATABASE_URL && !processes?.database) {
    throw new Error(`No hub runs on ${folder}. Start it with npm start, or name its folder with --data.`);
  }
  const defaults = {
    ...(existsSync(folder) ? ensureSecrets(folder, process.env) : {}),
    DATABASE_URL: processes?.databaseUrl ?? undefined,
    PUBLIC_URL: processes?.url,
    ENSEMBLE_DATA_DIR: folder,
  };
  for (const [name, value] of Object.entries(defaults)) if (value) process.env[name] ||= value;
}
