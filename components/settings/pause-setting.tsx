"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Section } from "@/components/shared/section";
import { Switch } from "@/components/ui/switch";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** The switch that holds everything. */
export function PauseSetting({ isPaused }: { isPaused: boolean }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const id = useId();
  const update = useMutation(
    trpc.settings.update.mutationOptions({
      onSettled: () => queries.invalidateQueries(trpc.settings.pathFilter()),
      onError: toastFailure("Not changed"),
    }),
  );
  const shown = update.isPending ? (update.variables.isPaused ?? isPaused) : isPaused;
  return (
    <Section title="Pause">
      <div className="flex items-start gap-4 pt-3">
        <Switch id={id} checked={shown} onCheckedChange={(next) => update.mutate({ isPaused: next })} />
        <label htmlFor={id} className="pt-1.5">
          Hold everything
          <span className="block text-ink-muted">
            While this is on nothing new starts. Events are still recorded, and matched once it is off again.
            What runs already goes on.
          </span>
        </label>
      </div>
    </Section>
  );
}
