"use client";

import { useTriggerActs } from "@/components/triggers/use-trigger-acts";
import { nameTrigger } from "@/components/triggers/words";
import { Switch } from "@/components/ui/switch";
import type { TriggerOutput } from "@/server/triggers/schema";

/** Pauses a trigger or lets it go on, at once. */
export function TriggerSwitch({ trigger }: { trigger: TriggerOutput }) {
  const { update } = useTriggerActs();
  const isOn = update.isPending ? (update.variables.enabled ?? trigger.enabled) : trigger.enabled;
  return (
    <Switch
      checked={isOn}
      onCheckedChange={(enabled) => update.mutate({ id: trigger.id, enabled })}
      aria-label={`${nameTrigger(trigger)} fires`}
    />
  );
}
