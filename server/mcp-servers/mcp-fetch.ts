import { env } from "@/server/env";
import { createGuardedFetch, type GuardedFetch } from "@/server/safe-fetch-stream";

/** More than the 10 MB that are kept of a result, because JSON is longer than what it says. */
const mostBytes = 24 * 1024 * 1024;
let shared: GuardedFetch | undefined;

/** The way out to MCP servers and to their authorization servers. */
export function mcpFetch(): GuardedFetch {
  shared ??= createGuardedFetch({ allowed: env().SAFE_FETCH_ALLOW, maxBytes: mostBytes });
  return shared;
}
