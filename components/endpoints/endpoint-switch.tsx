"use client";

import { hostOf } from "@/components/endpoints/endpoint-words";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { Switch } from "@/components/ui/switch";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** Whether an endpoint is told. It shows the new state at once and takes it back when the hub refuses. */
export function EndpointSwitch({ endpoint }: { endpoint: EndpointOutput }) {
  const { update } = useEndpointActs();
  const { id, enabled } = endpoint;
  const isOn = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <Switch
      checked={isOn}
      onCheckedChange={(next) => update.mutate({ id, enabled: next })}
      aria-label={`${hostOf(endpoint)} is enabled`}
    />
  );
}
