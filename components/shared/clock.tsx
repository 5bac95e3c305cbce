"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

type Clock = { renderedAt: number; timeZone: string };

const ClockContext = createContext<Clock>({ renderedAt: 0, timeZone: "UTC" });

/**
 * The moment the server rendered the page (epoch ms) and the workspace's time zone. Until a page is hydrated its
 * times are seen from that moment, so server and browser write the same words.
 */
export function ClockProvider({ renderedAt, timeZone, children }: Clock & { children: ReactNode }) {
  return <ClockContext value={{ renderedAt, timeZone }}>{children}</ClockContext>;
}

/** Now in epoch ms, renewed every second or every ten. All users of one pace share one timer. */
export function useNow(pace: "second" | "calm" = "calm"): number {
  const { renderedAt } = useContext(ClockContext);
  const ticker = pace === "second" ? secondTicker : calmTicker;
  return useSyncExternalStore(ticker.subscribe, ticker.read, () => renderedAt);
}

/** The time zone that exact times are written in. */
export function useTimeZone(): string {
  return useContext(ClockContext).timeZone;
}

const secondTicker = createTicker(1000);
const calmTicker = createTicker(10_000);

function createTicker(everyMs: number) {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (listeners.size === 1) {
      now = Date.now();
      timer = setInterval(tick, everyMs);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearInterval(timer);
    };
  };
  return { subscribe, read: () => now };
}
