"use client";

import { useSubscriptionActs } from "@/components/subscriptions/use-subscription-acts";
import { Switch } from "@/components/ui/switch";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

/** Whether a subscription listens. It shows the new state at once and takes it back when the hub refuses. */
export function SubscriptionSwitch({
  subscription: { id, eventType, enabled },
}: {
  subscription: SubscriptionOutput;
}) {
  const { update } = useSubscriptionActs();
  const isOn = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <Switch
      checked={isOn}
      onCheckedChange={(next) => update.mutate({ id, enabled: next })}
      aria-label={`Listening to ${eventType}`}
    />
  );
}
