import type { Timer, Timers } from "@/inngest/embedded/timers";

/** A clock that stands until it is moved, with timers on it. */
export function createVirtualTime() {
  let now = 1_800_000_000_000;
  let armed: Timer[] = [];

  const timers: Timers = {
    at(dueMs, fire) {
      const timer: Timer = { dueMs, fire, isCancelled: false };
      armed.push(timer);
      return timer;
    },
    cancel(timer) {
      if (timer) timer.isCancelled = true;
    },
    stop: () => undefined,
    count: () => armed.filter(({ isCancelled }) => !isCancelled).length,
  };

  function takeDue(untilMs: number): Timer | null {
    armed = armed.filter(({ isCancelled }) => !isCancelled);
    let next: Timer | null = null;
    for (const timer of armed)
      if (timer.dueMs <= untilMs && (!next || timer.dueMs < next.dueMs)) next = timer;
    if (next) armed.splice(armed.indexOf(next), 1);
    return next;
  }

  return {
    timers,
    clock: () => now,
    sleep: (ms: number) => new Promise<void>((resolve) => void timers.at(now + ms, resolve)),
    isArmed: (timer: Timer | null) => timer !== null && !timer.isCancelled && armed.includes(timer),
    /** Moves on, letting everything that falls due happen in order. */
    async pass(ms: number): Promise<void> {
      const untilMs = now + ms;
      for (let next = takeDue(untilMs); next; next = takeDue(untilMs)) {
        now = Math.max(now, next.dueMs);
        next.fire();
        await settle();
      }
      now = untilMs;
      await settle();
    },
  };
}

/** Until nothing happens any more by itself. */
export async function settle(): Promise<void> {
  await new Promise(setImmediate);
}

export type VirtualTime = ReturnType<typeof createVirtualTime>;
