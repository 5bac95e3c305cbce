"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatCount } from "@/lib/format";
import { createId } from "@/lib/ids";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** Replaying events, and matching failed ones again. Each replay carries a key, so that asking twice makes one. */
export function useEventActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [key, setKey] = useState(() => createId("request"));
  const refresh = () => queries.invalidateQueries(trpc.events.pathFilter());
  const replay = useMutation(
    trpc.events.replay.mutationOptions({
      onSuccess: (event) => {
        setKey(createId("request"));
        void refresh();
        showToast({ tone: "success", text: "Replayed; this is the new event" });
        router.push(`/events/${event.id}`);
      },
      onError: toastFailure("Not replayed"),
    }),
  );
  const replayMany = useMutation(
    trpc.events.replayMany.mutationOptions({
      onSuccess: ({ replayed, skipped }) => {
        setKey(createId("request"));
        void refresh();
        const rest = skipped > 0 ? `; ${formatCount(skipped)} were left out, replayed too often already` : "";
        showToast({ tone: "success", text: `${nameEvents(replayed)} replayed${rest}` });
      },
    }),
  );
  const retry = useMutation(
    trpc.events.retry.mutationOptions({
      onSuccess: () => {
        showToast({ tone: "success", text: "Matching the event again" });
        return refresh();
      },
      onError: toastFailure("Not tried again"),
    }),
  );
  return { key, replay, replayMany, retry };
}

/** "1 event", "2 000 events" */
export function nameEvents(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "event" : "events"}`;
}
