import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase, type TestDatabase } from "./database";
import { type Hub, startHub } from "./hub";
import { awaitState } from "./settle";

export type Victim = "database" | "engine" | "web" | "supervisor";

export type KillableHub = {
  /** The hub as it is now: a new one once its supervisor was killed. */
  current: () => Hub;
  /** Those that can be killed; a database of the user's own is not ours to kill. */
  victims: Victim[];
  /** kill -9 of one process; resolves when another has taken its place. */
  kill: (victim: Victim) => Promise<void>;
  stop: () => Promise<void>;
};

/** A hub on a folder of its own that outlives kill -9 of any of its processes. */
export async function startKillableHub(env: Record<string, string>): Promise<KillableHub> {
  const dataDir = mkdtempSync(join(tmpdir(), "ensemble-kill-"));
  const server = process.env.TEST_DATABASE_URL;
  const database: TestDatabase | null = server ? await createDatabase(server) : null;
  const start = () =>
    startHub({ dataDir, seed: false, env: { ...env, ...(database ? { DATABASE_URL: database.url } : {}) } });
  let hub = await start();

  return {
    current: () => hub,
    victims: database ? ["engine", "web", "supervisor"] : ["database", "engine", "web", "supervisor"],
    kill: async (victim) => {
      const pid = await awaitPid(hub, victim, null);
      process.kill(pid, "SIGKILL");
      if (victim === "supervisor") hub = await start();
      else await awaitPid(hub, victim, pid);
    },
    stop: async () => {
      await hub.stop();
      await database?.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The pid of a process once it runs and is another than `former`. */
async function awaitPid(hub: Hub, victim: Victim, former: number | null): Promise<number> {
  const pid = await awaitState(
    async () => hub.pids[victim],
    (found) => found !== null && found !== former,
  );
  return pid ?? 0;
}
