import { awaitHealth } from "./await-health";
import { describeHub } from "./banner";
import { ensureBuild } from "./build";
import { openDataFolder } from "./data-folder";
import { assembleEnvironment, type HubEnvironment } from "./environment";
import { createHubProcesses, type HubProcesses } from "./hub-processes";
import type { StartOptions } from "./options";
import { findFreePort, refuseBusyPort } from "./ports";
import { readProcesses } from "./processes";
import { ensureSecrets } from "./secrets";

export type RunningHub = { processes: HubProcesses; stop: () => Promise<void> };

/**
 * Brings the hub up, printing progress, and leaves it running. Throws the reason, as text for people, when
 * something does not start; whatever had started is stopped again. Aborting `signal` stops it half-way.
 */
export async function startHub(
  options: StartOptions,
  command: "start" | "dev",
  signal: AbortSignal,
): Promise<RunningHub> {
  const print = createProgress();
  const webPort = options.port || (await findFreePort());
  const address = process.env.PUBLIC_URL || `http://localhost:${webPort}`;
  const releaseFolder = await openDataFolder(options.dataDir, address);
  let processes: HubProcesses | undefined;
  const stop = async (): Promise<void> => {
    await processes?.stop();
    releaseFolder();
  };
  try {
    await refuseBusyPort(options.host, webPort);
    const last = readProcesses(options.dataDir);
    const ports = {
      web: webPort,
      database: await findFreePort(last?.databasePort),
      engine: await findFreePort(last?.enginePort),
    };
    const secrets = ensureSecrets(options.dataDir, process.env);
    const mode = command === "dev" ? "development" : "production";
    const hub = assembleEnvironment(options, ports, secrets, mode);
    processes = createHubProcesses(options, ports, hub, print);
    const ownerLink = await Promise.race([
      bringUp(processes, hub, options, command, print),
      rejectOnAbort(signal),
    ]);
    await awaitHealth(options.host, ports.web, signal);
    processes.markReady();
    print("ready");
    console.log(describeHub({ ...hub, url: hub.publicUrl, ownerLink, dataDir: options.dataDir }));
    return { processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// The web server waits for the build alone, the engine for the migrations alone; the rest overlaps.
async function bringUp(
  processes: HubProcesses,
  hub: HubEnvironment,
  options: StartOptions,
  command: "start" | "dev",
  print: (line: string) => void,
): Promise<string | null> {
  let ownerLink: string | null = null;
  const { promise: migrated, resolve: noteMigrated } = Promise.withResolvers<void>();
  const flags = [...(options.seed ? ["--seed"] : []), ...(hub.hasSignInProvider ? [] : ["--owner-link"])];
  const prepare = processes.prepare(flags, (line) => {
    const [word, value] = line.split(" ");
    if (word === "migrated") {
      if (value !== "0") print(`database migrated (${value} applied)`);
      noteMigrated();
    }
    if (word === "owner-link") ownerLink = value ?? null;
  });
  const database = hub.hasEmbeddedDatabase
    ? processes.startDatabase().then(() => print("database ready"))
    : undefined;
  const engine = hub.hasEmbeddedEngine
    ? Promise.race([migrated, prepare])
        .then(() => processes.startEngine())
        .then(() => print("engine ready"))
    : undefined;
  const web = (command === "start" ? ensureBuild(`${options.dataDir}/logs`, print) : Promise.resolve())
    .then(() => processes.startWeb(command))
    .then(() => print("web ready"));
  await Promise.all([database, engine, web, prepare]);
  return ownerLink;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("stopped before it was ready")), { once: true });
  });
}

function createProgress(): (line: string) => void {
  return (line) => {
    const seconds = process.uptime().toFixed(1);
    console.log(`  ${seconds.padStart(6)} s  ${line}`);
  };
}
