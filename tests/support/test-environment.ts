import { randomBytes } from "node:crypto";

/** What every process of the hub needs in its environment, with secrets made on the spot. */
export function makeEnvironment(): Record<string, string> {
  return {
    DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:1/none",
    MASTER_KEY: randomBytes(32).toString("hex"),
    TEAM_API_KEY: `dac_${randomBytes(24).toString("hex")}`,
    WORKER_TOKEN: randomBytes(24).toString("hex"),
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
  };
}
