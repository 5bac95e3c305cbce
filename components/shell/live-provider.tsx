"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { openLiveConnection } from "@/lib/live-connection";
import { createRefresher } from "@/lib/refresher";
import { createStore, type Store } from "@/lib/store";
import { useTRPC } from "@/lib/trpc";

export type LiveState = { phase: "connecting" | "live" | "lost"; since: number };

const connecting: LiveState = { phase: "connecting", since: 0 };
const LiveContext = createContext<Store<LiveState>>(createStore(connecting));

/** Keeps one live connection per tab and asks again for whatever the hub says has changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  // A store, not state: a context that changes while a part of the page still streams in makes React throw
  // that part away and draw it anew.
  const [store] = useState(() => createStore(connecting));
  const queries = useQueryClient();
  const trpc = useTRPC();
  useEffect(() => {
    // The types seen lately change seldom and cost a look at thousands of events.
    const seenTypes = JSON.stringify(trpc.events.seenTypes.pathKey());
    const everything = {
      predicate: ({ queryKey }: { queryKey: readonly unknown[] }) =>
        JSON.stringify(queryKey.slice(0, 1)) !== seenTypes,
    };
    const topics: Record<string, { queryKey?: readonly unknown[] }[]> = {
      executions: [
        trpc.executions.pathFilter(),
        trpc.budgets.pathFilter(),
        trpc.events.reach.pathFilter(),
        trpc.events.lanes.pathFilter(),
        trpc.system.attention.pathFilter(),
      ],
      events: [trpc.events.pathFilter(everything)],
      personas: [trpc.personas.pathFilter(), trpc.budgets.pathFilter(), trpc.subscriptions.pathFilter()],
      subscriptions: [trpc.subscriptions.pathFilter(), trpc.system.troubles.pathFilter()],
      endpoints: [trpc.endpoints.pathFilter()],
      triggers: [trpc.triggers.pathFilter()],
      reviews: [trpc.reviews.pathFilter(), trpc.system.attention.pathFilter()],
      messages: [trpc.messages.pathFilter(), trpc.system.attention.pathFilter()],
      memories: [trpc.memories.pathFilter()],
      workers: [trpc.workers.pathFilter()],
      credentials: [trpc.credentials.pathFilter()],
      tools: [trpc.tools.pathFilter(), trpc.mcpServers.pathFilter()],
      settings: [trpc.settings.pathFilter()],
    };
    const { refresh, stop } = createRefresher(queries);
    const close = openLiveConnection({
      onPhase: (phase) => store.set({ phase, since: Date.now() }),
      onChange: (names, at) => {
        for (const filter of names.flatMap((name) => topics[name] ?? [])) refresh(filter, at);
      },
      onReady: (at) => refresh(everything, at, { cancelRefetch: true }),
    });
    return () => {
      close();
      stop();
    };
  }, [queries, trpc, store]);
  return <LiveContext value={store}>{children}</LiveContext>;
}

/** Whether the live connection holds, and since when (epoch ms). */
export function useLiveState(): LiveState {
  const { subscribe, read } = useContext(LiveContext);
  return useSyncExternalStore(subscribe, read, () => connecting);
}
