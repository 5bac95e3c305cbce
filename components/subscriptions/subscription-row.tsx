"use client";

import { Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { DisabledNote } from "@/components/subscriptions/disabled-note";
import { SubscriptionSwitch } from "@/components/subscriptions/subscription-switch";
import { useSubscriptionActs } from "@/components/subscriptions/use-subscription-acts";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { formatDuration } from "@/lib/format";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** One subscription of a persona: its switch, what it matches, and the ways to change or delete it. */
export function SubscriptionRow({ subscription }: { subscription: SubscriptionOutput }) {
  const { id, eventType, sourceFilter, payloadFilter, maxRetries, retryBackoffMs } = subscription;
  const { remove } = useSubscriptionActs();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5">
      <SubscriptionSwitch subscription={subscription} />
      <div className="min-w-0 flex-1 basis-48 break-words">
        <Link
          href={`/subscriptions/${id}`}
          prefetch={false}
          className="font-mono font-semibold text-code hover:underline"
        >
          {eventType}
        </Link>
        <span className="text-ink-muted"> from </span>
        {sourceFilter ? <span className="font-mono text-code">{sourceFilter}</span> : "any source"}
        {payloadFilter && (
          <>
            <span className="text-ink-muted"> by </span>
            <span className="font-mono text-code">
              {Object.keys(JSON.parse(payloadFilter) as object).join(", ")}
            </span>
          </>
        )}
      </div>
      <span className="text-ink-muted text-table">
        {maxRetries === 0
          ? "No retries"
          : `${maxRetries} retries, from ${formatDuration(retryBackoffMs)} apart`}
      </span>
      <div className="flex">
        <ButtonLink
          tone="quiet"
          size="icon"
          aria-label={`Edit subscription to ${eventType}`}
          href={`/subscriptions/${id}`}
        >
          <Pencil aria-hidden className="size-3.5" />
        </ButtonLink>
        <Button
          tone="quiet"
          size="icon"
          aria-label={`Delete subscription to ${eventType}`}
          onClick={() => setDeleting(true)}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
      </div>
      <div className="basis-full empty:hidden">
        <DisabledNote subscription={subscription} />
      </div>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the subscription to ${eventType}?`}
          act="Delete subscription"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => setDeleting(false)}
        >
          The persona no longer reacts to these events. What it has done stays.
        </ConfirmDialog>
      )}
    </li>
  );
}
