export type Timer = { dueMs: number; fire: () => void; isCancelled: boolean };

/** A clock that was set or a machine that slept is noticed after this long at most. */
const longestNapMs = 1000;

export type Timers = {
  /** Calls `fire` once `dueMs` has come; at once (but not before returning) when it has passed. */
  at(dueMs: number, fire: () => void): Timer;
  cancel(timer: Timer | null | undefined): void;
  stop(): void;
  /** How many are armed. */
  count(): number;
};

/** Any number of timers on one native timer, against a clock that may jump. */
export function createTimers(clock: () => number): Timers {
  const heap: Timer[] = [];
  let native: NodeJS.Timeout | null = null;
  let nativeDueMs = Number.POSITIVE_INFINITY;
  let isStopped = false;

  function arm(): void {
    const next = heap[0];
    if (!next || isStopped) return;
    if (native && nativeDueMs <= next.dueMs) return;
    if (native) clearTimeout(native);
    nativeDueMs = next.dueMs;
    native = setTimeout(run, Math.max(0, Math.min(next.dueMs - clock(), longestNapMs)));
  }

  function run(): void {
    native = null;
    nativeDueMs = Number.POSITIVE_INFINITY;
    for (let next = heap[0]; next && !isStopped; next = heap[0]) {
      if (!next.isCancelled && next.dueMs > clock()) break;
      removeFirst(heap);
      if (!next.isCancelled) next.fire();
    }
    arm();
  }

  return {
    at(dueMs, fire) {
      const timer: Timer = { dueMs, fire, isCancelled: false };
      insert(heap, timer);
      arm();
      return timer;
    },
    cancel(timer) {
      if (timer) timer.isCancelled = true;
    },
    count: () => heap.filter((timer) => !timer.isCancelled).length,
    stop() {
      isStopped = true;
      if (native) clearTimeout(native);
    },
  };
}

function insert(heap: Timer[], timer: Timer): void {
  let at = heap.length;
  heap.push(timer);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || parent.dueMs <= timer.dueMs) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = timer;
}

function removeFirst(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const child = right && left && right.dueMs < left.dueMs ? right : left;
    if (!child || child.dueMs >= last.dueMs) break;
    heap[at] = child;
    at = child === left ? 2 * at + 1 : 2 * at + 2;
  }
  heap[at] = last;
}
