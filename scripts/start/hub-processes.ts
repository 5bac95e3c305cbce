import { loadEnv } from "@/server/env";
import { type Child, type ChildSpec, superviseChild } from "./child";
import type { HubEnvironment, HubPorts } from "./environment";
import { scriptArgs } from "./follower";
import type { StartOptions } from "./options";
import { type Processes, writeProcesses } from "./processes";
import { runTool, type Tool } from "./tool";

export type HubProcesses = ReturnType<typeof createHubProcesses>;

/** Milliseconds each process is given to end by itself, in the order in which they are stopped. */
const stopOrder = [
  ["web", 5_000],
  ["engine", 8_000],
  ["database", 8_000],
] as const;

/**
 * The hub's processes, none running yet. Each is in `<data>/processes.json` while it runs, is logged in
 * `<data>/logs` and ends with this one.
 */
export function createHubProcesses(
  options: StartOptions,
  ports: HubPorts,
  hub: HubEnvironment,
  print: (line: string) => void,
) {
  const children = new Map<string, Child>();
  const tools = new Set<Tool>();
  const logFolder = `${options.dataDir}/logs`;
  const longestWaitMs = loadEnv(hub.variables).RESTART_WAIT_MS;
  const isDev = hub.variables.NODE_ENV === "development";
  let isReady = false;

  const note = (): void => writeProcesses(options.dataDir, describeProcesses());
  const describeProcesses = (): Processes => ({
    supervisor: process.pid,
    database: children.get("database")?.pid() ?? null,
    engine: children.get("engine")?.pid() ?? null,
    web: children.get("web")?.pid() ?? null,
    url: hub.publicUrl,
    databasePort: ports.database,
    enginePort: ports.engine,
    databaseUrl: hub.hasEmbeddedDatabase ? hub.databaseUrl : null,
    isReady,
  });

  const run = (spec: Pick<ChildSpec, "name" | "args" | "readyLine">): Promise<void> => {
    const child = superviseChild({
      ...spec,
      env: hub.variables,
      logFolder,
      longestWaitMs,
      onFact: print,
      onChange: note,
    });
    children.set(spec.name, child);
    note();
    return child.ready;
  };

  return {
    startDatabase: () =>
      run({
        name: "database",
        // With this protection on, V8 sometimes aborts while it compiles WebAssembly (nodejs/node#64500).
        args: ["--no-memory-protection-keys", ...scriptArgs("database")],
        readyLine: /^database ready/,
      }),
    startEngine: () =>
      run({
        name: "engine",
        // What is short-lived is collected sooner: after a busy minute the engine holds a quarter less memory.
        args: ["--max-semi-space-size=4", ...scriptArgs("engine", { fromSource: isDev })],
        readyLine: /^engine ready/,
      }),
    startWeb: (command: "start" | "dev") =>
      run({
        name: "web",
        args: ["node_modules/next/dist/bin/next", command, "-H", options.host, "-p", String(ports.web)],
        readyLine: /Ready in/,
      }),
    restartEngine: () => children.get("engine")?.restart(),
    /** Runs scripts/prepare.ts; see there for its flags and lines. */
    prepare: async (flags: string[], onLine: (line: string) => void): Promise<void> => {
      const tool = runTool({
        name: "prepare",
        args: [...scriptArgs("prepare"), ...flags],
        env: hub.variables,
        logFolder,
        onLine,
        isSecret: true,
      });
      tools.add(tool);
      await tool.finished.finally(() => tools.delete(tool));
    },
    markReady: () => {
      isReady = true;
      note();
    },
    /** Ends everything: web, engine, database, in that order, each within its time. */
    stop: async (): Promise<void> => {
      for (const tool of tools) tool.kill();
      for (const [name, graceMs] of stopOrder) await children.get(name)?.stop(graceMs);
    },
  };
}
