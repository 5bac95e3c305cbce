"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import { Button } from "@/components/ui/button";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { Settings } from "@/server/settings/schema";

/** Says on every page that everything is on hold, and lifts it. `settings` are those the frame was drawn from. */
export function HoldNotice({ settings }: { settings: Settings }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useQuery({ ...trpc.settings.get.queryOptions(), initialData: settings });
  const lift = useMutation(
    trpc.settings.update.mutationOptions({
      onSettled: () => queries.invalidateQueries(trpc.settings.pathFilter()),
      onError: toastFailure("Still on hold"),
    }),
  );
  if (!data.isPaused) return null;
  return (
    <section
      aria-label="On hold"
      className="fixed inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] items-center gap-3 rounded-md border border-line-strong bg-surface p-2 pl-3.5 text-table shadow-float print:hidden"
    >
      <CirclePause aria-hidden className="size-4 shrink-0 text-waiting" />
      <span>Everything is on hold: nothing new starts.</span>
      <Button disabled={lift.isPending} onClick={() => lift.mutate({ isPaused: false })}>
        Lift the hold
      </Button>
    </section>
  );
}
