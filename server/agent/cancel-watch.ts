import { db } from "@/server/db";
import { logger } from "@/server/logger";

/** What a running turn or tool call is aborted with when somebody cancels it. */
export class CancelRequested extends Error {
  constructor() {
    super("Cancelled.");
    this.name = "CancelRequested";
  }
}

const pollMs = 500;
/** By execution: its tool calls run side by side. */
const running = new Map<string, Set<AbortController>>();
let timer: NodeJS.Timeout | undefined;

/**
 * A signal that aborts within about half a second of a cancel, or of any other end, whichever process it
 * came from.
 * One query serves all that run here; `stop` ends the watch.
 */
export function watchForCancel(executionId: string): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const group = running.get(executionId) ?? new Set();
  running.set(executionId, group.add(controller));
  timer ??= setInterval(() => void poll(), pollMs);
  return {
    signal: controller.signal,
    stop: () => {
      group.delete(controller);
      if (group.size === 0 && running.get(executionId) === group) running.delete(executionId);
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
    for (const { id } of asked) {
      for (const controller of running.get(id) ?? []) controller.abort(new CancelRequested());
    }
  } catch (error) {
    logger.warn({ err: error }, "Could not look for cancelled executions; trying again.");
  }
}
