"use client";

import { CircleAlert } from "lucide-react";
import { RelativeTime } from "@/components/shared/relative-time";
import { useSubscriptionActs } from "@/components/subscriptions/use-subscription-acts";
import { Button } from "@/components/ui/button";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

/** Why the hub disabled a subscription, and the way to enable it again. Nothing for one that a person disabled. */
export function DisabledNote({
  subscription: { id, enabled, disabledReason, disabledAt, eventType },
}: {
  subscription: SubscriptionOutput;
}) {
  const { update } = useSubscriptionActs();
  if (enabled || disabledReason === null) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-waiting-tint px-3 py-2 text-table">
      <CircleAlert aria-hidden className="size-3.5 shrink-0 text-waiting" />
      <p className="min-w-0 flex-1 basis-48 break-words">
        Disabled by the hub: {disabledReason}
        {disabledAt && (
          <span className="ml-2 text-ink-muted">
            <RelativeTime at={disabledAt} />
          </span>
        )}
      </p>
      <Button
        disabled={update.isPending}
        onClick={() => update.mutate({ id, enabled: true })}
        aria-label={`Enable the subscription to ${eventType} again`}
      >
        Enable again
      </Button>
    </div>
  );
}
