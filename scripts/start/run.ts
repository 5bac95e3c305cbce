import { type RunningHub, startHub } from "./hub";
import { readStartOptions } from "./options";

/**
 * Runs the hub until it is told to stop: exit code 0 after Ctrl-C or SIGTERM, 1 with one line when it
 * cannot start. `afterStart` may add to a running hub.
 */
export async function runHub(
  command: "start" | "dev",
  afterStart?: (hub: RunningHub) => void,
): Promise<void> {
  const abort = new AbortController();
  let hub: RunningHub | undefined;
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) process.exit(130);
    isStopping = true;
    abort.abort();
    console.log("\n  stopping …");
    await hub?.stop();
    if (!hub) return;
    console.log("  stopped");
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

  try {
    hub = await startHub(readStartOptions(process.argv.slice(2)), command, abort.signal);
    if (isStopping) await hub.stop().then(() => process.exit(0));
    afterStart?.(hub);
  } catch (error) {
    if (isStopping) process.exit(0);
    console.error(`ensemble: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
