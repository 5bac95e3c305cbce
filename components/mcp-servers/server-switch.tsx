"use client";

import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { Switch } from "@/components/ui/switch";
import type { ServerOutput } from "@/server/mcp-servers/schema";

/** Whether personas hold a server's tools. It shows the new state at once and takes it back when the hub refuses. */
export function ServerSwitch({ server }: { server: ServerOutput }) {
  const { update } = useServerActs();
  const { id, name, enabled } = server;
  const isOn = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <Switch
      checked={isOn}
      onCheckedChange={(next) => update.mutate({ id, enabled: next })}
      aria-label={`${name} is enabled`}
    />
  );
}
