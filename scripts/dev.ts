import { watch } from "node:fs";
import { runHub } from "./start/run";

/** What the engine's process is made of; the web server watches for itself. */
const watched = ["inngest", "lib", "server", "prisma/generated"];
const settleMs = 300;

await runHub("dev", ({ processes }) => {
  let timer: NodeJS.Timeout | undefined;
  const restartSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      console.log("  sources changed: restarting the engine");
      processes.restartEngine();
    }, settleMs);
  };
  for (const folder of watched) watch(folder, { recursive: true }, restartSoon);
});
