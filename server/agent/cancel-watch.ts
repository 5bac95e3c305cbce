import { db } from "@/server/db";
import { logger } from "@/server/logger";

/** What a running turn is aborted with when somebody cancels it. */
export class CancelRequested extends Error {
  constructor() {
    super("Cancelled.");
    this.name = "CancelRequested";
  }
}

const pollMs = 500;
const running = new Map<string, AbortController>();
let timer: NodeJS.Timeout | undefined;

/**
 * A signal that aborts within about half a second of a cancel, or of any other end, whichever process it
 * came from.
 * One query serves all that run here; `stop` ends the watch.
 */
export function watchForCancel(executionId: string): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  running.set(executionId, controller);
  timer ??= setInterval(() => void poll(), pollMs);
  return {
    signal: controller.signal,
    stop: () => {
      running.delete(executionId);
      if (running.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

async function poll(): Promise<void> {
  try {
    const asked = await db.execution.findMany({
      where: {
        id: { in: [...running.keys()] },
        OR: [{ cancelRequestedAt: { not: null } }, { status: { not: "running" } }],
      },
      select: { id: true },
    });
    for (const { id } of asked) running.get(id)?.abort(new CancelRequested());
  } catch (error) {
    logger.warn({ err: error }, "Could not look for cancelled executions; trying again.");
  }
}
