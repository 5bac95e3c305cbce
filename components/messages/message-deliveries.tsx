"use client";

import { RotateCw } from "lucide-react";
import { DueTime } from "@/components/endpoints/due-time";
import { channelTypeWords } from "@/components/messages/channel-words";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import type { DeliveryOutput } from "@/server/messages/schema";

/** How a message fared at each channel. Left out when no channel wanted it. */
export function MessageDeliveries({ deliveries }: { deliveries: DeliveryOutput[] }) {
  if (deliveries.length === 0) return null;
  return (
    <Section title="Channels">
      <ul>
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </Section>
  );
}

function DeliveryLine({ delivery }: { delivery: DeliveryOutput }) {
  const { retry } = useMessageActs();
  const { id, channelName, channelType, status, errorMessage } = delivery;
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 text-table">
      <StatusBadge kind="message" status={status} />
      <span className="min-w-0 break-words">
        {channelName} <span className="text-ink-muted">({channelTypeWords[channelType]})</span>
      </span>
      <span className="ml-auto text-ink-muted">
        <When delivery={delivery} />
      </span>
      {status === "failed" && (
        <Button
          tone="quiet"
          disabled={retry.isPending}
          aria-label={`Send again to ${channelName}`}
          onClick={() => retry.mutate({ id })}
        >
          <RotateCw aria-hidden className="size-3.5" /> Send again
        </Button>
      )}
      {errorMessage && <p className="basis-full break-words text-ink-muted">{errorMessage}</p>}
    </li>
  );
}

function When({ delivery }: { delivery: DeliveryOutput }) {
  const { status, attemptCount, mostAttempts, nextAttemptAt, deliveredAt } = delivery;
  if (deliveredAt) return <RelativeTime at={deliveredAt} />;
  if (status === "failed") return `${attemptCount} ${attemptCount === 1 ? "attempt" : "attempts"}`;
  if (attemptCount === 0 || nextAttemptAt === null) return "On its way";
  return (
    <>
      Attempt {Math.min(attemptCount + 1, mostAttempts)} of {mostAttempts} <DueTime at={nextAttemptAt} />
    </>
  );
}
