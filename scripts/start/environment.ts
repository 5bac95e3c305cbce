import { loadEnv } from "@/server/env";
import type { StartOptions } from "./options";

export type HubPorts = { web: number; database: number; engine: number };

export type HubEnvironment = {
  /** What every process of the hub is given. */
  variables: NodeJS.ProcessEnv;
  publicUrl: string;
  teamKey: string;
  databaseUrl: string;
  hasEmbeddedDatabase: boolean;
  hasEmbeddedEngine: boolean;
  /** GitHub sign-in is set up, so that no owner link is needed. */
  hasSignInProvider: boolean;
};

/**
 * Puts together what the hub's processes are given: the caller's environment, before the kept secrets,
 * before defaults for one machine. Throws one line that names a missing or malformed variable.
 */
export function assembleEnvironment(
  options: StartOptions,
  ports: HubPorts,
  secrets: Record<string, string>,
  mode: "production" | "development",
): HubEnvironment {
  const given = process.env;
  const hasEmbeddedDatabase = !isSet("DATABASE_URL");
  const hasEmbeddedEngine = !hasInngestSettings();
  const publicUrl = given.PUBLIC_URL || `http://localhost:${ports.web}`;
  const variables: NodeJS.ProcessEnv = {
    ...(hasEmbeddedEngine ? secrets : withoutInngest(secrets)),
    ...withoutEmpty(given),
    NODE_ENV: mode,
    PORT: String(ports.web),
    HOST: options.host,
    PUBLIC_URL: publicUrl,
    NEXTAUTH_URL: publicUrl,
    ENSEMBLE_DATA_DIR: options.dataDir,
    ENSEMBLE_ENGINE: hasEmbeddedEngine ? "embedded" : "inngest",
    NEXT_TELEMETRY_DISABLED: "1",
    // The file .env has been read already; Next would read it again, and others beside it.
    __NEXT_PROCESSED_ENV: "true",
  };
  if (hasEmbeddedDatabase) {
    variables.DATABASE_URL = `postgresql://postgres:${variables.DATABASE_PASSWORD}@127.0.0.1:${ports.database}/postgres`;
    variables.DATABASE_PORT = String(ports.database);
  }
  if (hasEmbeddedEngine) {
    variables.ENGINE_PORT = String(ports.engine);
    variables.INNGEST_BASE_URL = `http://127.0.0.1:${ports.engine}`;
  }
  const env = loadEnv(variables);
  // The SDK and the database tools read these by name; they may have been given as files.
  variables.DATABASE_URL = env.DATABASE_URL;
  variables.INNGEST_EVENT_KEY = env.INNGEST_EVENT_KEY;
  variables.INNGEST_SIGNING_KEY = env.INNGEST_SIGNING_KEY;
  return {
    variables,
    publicUrl: env.PUBLIC_URL,
    teamKey: env.TEAM_API_KEY,
    databaseUrl: env.DATABASE_URL,
    hasEmbeddedDatabase,
    hasEmbeddedEngine,
    hasSignInProvider: Boolean(env.GH_OAUTH_CLIENT_ID && env.GH_OAUTH_CLIENT_SECRET),
  };
}

/** True when any INNGEST_* variable is set, which turns the embedded engine off. */
export function hasInngestSettings(): boolean {
  return ["INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"].some(isSet);
}

function isSet(name: string): boolean {
  return Boolean(process.env[name] || process.env[`${name}_FILE`]);
}

function withoutInngest(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !name.startsWith("INNGEST_")));
}

function withoutEmpty(given: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}
