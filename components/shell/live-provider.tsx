"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { openLiveConnection } from "@/lib/live-connection";
import { useTRPC } from "@/lib/trpc";

export type LiveState = { phase: "connecting" | "live" | "lost"; since: number };

const LiveContext = createContext<LiveState>({ phase: "connecting", since: 0 });

/** Keeps one live connection per tab and asks again for whatever the hub says has changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<LiveState>({ phase: "connecting", since: 0 });
  const queries = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    const topics: Record<string, { queryKey: readonly unknown[] }[]> = {
      executions: [trpc.executions.pathFilter()],
      events: [trpc.events.pathFilter()],
      personas: [trpc.personas.pathFilter(), trpc.subscriptions.pathFilter()],
      subscriptions: [trpc.subscriptions.pathFilter()],
      settings: [trpc.settings.pathFilter()],
    };
    return openLiveConnection({
      onPhase: (phase) => setState({ phase, since: Date.now() }),
      onChange: (names) => {
        for (const filter of names.flatMap((name) => topics[name] ?? []))
          void queries.invalidateQueries(filter);
      },
      // What changed while the line was down is not told again, so everything shown is asked for.
      onReturn: () => void queries.invalidateQueries(),
    });
  }, [queries, trpc]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

/** Whether the live connection holds, and since when (epoch ms). */
export function useLiveState(): LiveState {
  return useContext(LiveContext);
}
