"use client";

import { useEffect, useMemo } from "react";

const everyMs = 300;

/** Calls at once, and then at most every 300 ms; what comes in between is made up for by one call at the end. */
export function useThrottled(call: () => void): () => void {
  const throttled = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsked = false;
    const run = () => {
      if (timer !== undefined) {
        isAsked = true;
        return;
      }
      call();
      timer = setTimeout(() => {
        timer = undefined;
        if (isAsked) run();
        isAsked = false;
      }, everyMs);
    };
    const stop = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    return { run, stop };
  }, [call]);
  useEffect(() => throttled.stop, [throttled]);
  return throttled.run;
}
