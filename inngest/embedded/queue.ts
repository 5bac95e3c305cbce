import type { Run } from "./run";

/** A call of the SDK that may start: of the function (`stepId` "step") or of one planned step. */
export type Call = { run: Run; stepId: string; queuedMs: number };

type Group = { lanes: Map<string, Set<Call>>; runningCount: number };

export type Queue = {
  push(call: Call): void;
  /** Starts what may start. */
  pump(): void;
  /** Starts nothing more and resolves when the calls under way have ended, or after `ms`. */
  close(ms: number): Promise<void>;
  depth(): number;
  running(): number;
  oldestQueuedMs(): number | null;
};

/**
 * Calls wait in one group per function and, within it, one lane per concurrency key, first come first
 * served. A function may hold no more of the `capacity` than is still free after it, so that long calls
 * of one never keep the others out.
 */
export function createQueue(options: {
  capacity: number;
  start: (call: Call) => Promise<void>;
  mayStart: () => boolean;
}): Queue {
  const groups = new Map<string, Group>();
  const slotCounts = new Map<string, number>();
  let runningCount = 0;
  let isClosed = false;
  let announceIdle: (() => void) | null = null;

  function pump(): void {
    for (let hasStarted = true; hasStarted && !isClosed && options.mayStart(); ) {
      hasStarted = false;
      for (const [id, group] of [...groups]) {
        if (group.runningCount >= options.capacity - runningCount) continue;
        const call = takeCall(group);
        if (!call) continue;
        // The function goes to the end, so that the next free place is another one's.
        groups.delete(id);
        groups.set(id, group);
        start(group, call);
        hasStarted = true;
      }
    }
  }

  function takeCall(group: Group): Call | null {
    for (const [key, lane] of group.lanes) {
      const call = dropEnded(lane);
      if (call && !hasFreeSlots(call.run)) continue;
      if (call) lane.delete(call);
      group.lanes.delete(key);
      if (lane.size > 0) group.lanes.set(key, lane);
      if (call) return call;
    }
    return null;
  }

  function hasFreeSlots({ slotKeys, definition }: Run): boolean {
    return definition.slots.every(({ limit }, index) => (slotCounts.get(slotKeys[index] ?? "") ?? 0) < limit);
  }

  function start(group: Group, call: Call): void {
    runningCount++;
    group.runningCount++;
    for (const key of call.run.slotKeys) slotCounts.set(key, (slotCounts.get(key) ?? 0) + 1);
    void options.start(call).finally(() => {
      runningCount--;
      group.runningCount--;
      for (const key of call.run.slotKeys) {
        const count = (slotCounts.get(key) ?? 1) - 1;
        if (count > 0) slotCounts.set(key, count);
        else slotCounts.delete(key);
      }
      if (runningCount === 0) announceIdle?.();
      pump();
    });
  }

  return {
    push(call) {
      const { id } = call.run.definition;
      const group: Group = groups.get(id) ?? { lanes: new Map(), runningCount: 0 };
      groups.set(id, group);
      const key = call.run.slotKeys.join(" ");
      const lane = group.lanes.get(key);
      if (lane) lane.add(call);
      else group.lanes.set(key, new Set([call]));
      pump();
    },
    pump,
    async close(ms) {
      isClosed = true;
      if (runningCount === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        announceIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    depth() {
      let depth = 0;
      for (const group of groups.values()) for (const lane of group.lanes.values()) depth += lane.size;
      return depth;
    },
    running: () => runningCount,
    oldestQueuedMs() {
      let oldest: number | null = null;
      for (const group of groups.values()) {
        for (const [call] of group.lanes.values()) {
          if (call && (oldest === null || call.queuedMs < oldest)) oldest = call.queuedMs;
        }
      }
      return oldest;
    },
  };
}

/** The lane's first call whose run still goes on; a run may end (be cancelled) while its call waits. */
function dropEnded(lane: Set<Call>): Call | null {
  for (const call of lane) {
    if (!call.run.isEnded) return call;
    lane.delete(call);
  }
  return null;
}
