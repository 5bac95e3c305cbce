"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Switch } from "@/components/ui/switch";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** Whether a persona takes work. It shows the new state at once and takes it back when the hub refuses. */
export function PersonaSwitch({ persona }: { persona: { id: string; name: string; enabled: boolean } }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const save = useMutation(
    trpc.personas.save.mutationOptions({
      onSettled: () => queries.invalidateQueries(trpc.personas.pathFilter()),
      onError: toastFailure(`${persona.name} was not changed`),
    }),
  );
  const enabled = save.isPending ? save.variables.enabled : persona.enabled;
  return (
    <Switch
      checked={enabled ?? persona.enabled}
      onCheckedChange={(next) => save.mutate({ id: persona.id, enabled: next })}
      aria-label={`${persona.name} is enabled`}
    />
  );
}
