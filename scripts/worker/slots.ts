/** A slot that an execution has, and leaves while no CLI of it runs. */
export type Slot = {
  release: () => void;
  /** Has it again, in the order in which it was asked for; false when `signal` came first. */
  reclaim: (signal: AbortSignal) => Promise<boolean>;
};

/** How many CLIs may run at once. Who was there before and comes back goes ahead of what is new. */
export function createSlots(count: number) {
  let free = count;
  const line: (() => void)[] = [];
  const pass = () => {
    const next = line.shift();
    if (next) next();
    else free += 1;
  };
  const stand = (signal: AbortSignal) =>
    new Promise<boolean>((resolve) => {
      const enter = () => {
        signal.removeEventListener("abort", leave);
        resolve(true);
      };
      const leave = () => {
        line.splice(line.indexOf(enter), 1);
        resolve(false);
      };
      line.push(enter);
      signal.addEventListener("abort", leave, { once: true });
    });

  return {
    countFree: () => free,
    /** A slot, or null when none is free. */
    take(): Slot | null {
      if (free === 0) return null;
      free -= 1;
      let isHeld = true;
      return {
        release() {
          if (isHeld) pass();
          isHeld = false;
        },
        async reclaim(signal) {
          if (isHeld) return true;
          if (signal.aborted) return false;
          if (free > 0) free -= 1;
          else if (!(await stand(signal))) return false;
          isHeld = true;
          return true;
        },
      };
    },
  };
}
