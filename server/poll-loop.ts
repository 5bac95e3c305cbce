import { logger } from "@/server/logger";

/**
 * Runs `work` every `everyMs` while anybody holds it, one run at a time; a failure is logged and the next
 * run comes all the same. Returns `hold`, whose result lets go.
 */
export function createPollLoop(everyMs: number, work: () => Promise<void>): { hold: () => () => void } {
  let holders = 0;
  let isRunning = false;

  const run = async () => {
    isRunning = holders > 0;
    if (!isRunning) return;
    await work().catch((error: unknown) => logger.warn({ err: error }, "A poll failed; trying again."));
    setTimeout(run, everyMs);
  };
  return {
    hold: () => {
      holders += 1;
      if (!isRunning) {
        isRunning = true;
        setTimeout(run, 0);
      }
      let isHeld = true;
      return () => {
        if (isHeld) holders -= 1;
        isHeld = false;
      };
    },
  };
}
