"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { readFailure } from "@/lib/failure";
import { formatDuration } from "@/lib/format";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { SubscriptionOutput } from "@/server/subscriptions/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** One subscription: its switch, what it matches, and the ways to change or delete it. */
export function SubscriptionRow({
  subscription,
  onEdit,
}: {
  subscription: SubscriptionOutput;
  onEdit: () => void;
}) {
  const { id, eventType, sourceFilter, maxRetries, retryBackoffMs, enabled } = subscription;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const refresh = () => queries.invalidateQueries(trpc.subscriptions.pathFilter());
  const update = useMutation(
    trpc.subscriptions.update.mutationOptions({
      onSettled: refresh,
      onError: (error) =>
        showToast({
          tone: "error",
          text: "The subscription was not changed",
          description: readFailure(error).message,
        }),
    }),
  );
  const remove = useMutation(trpc.subscriptions.delete.mutationOptions({ onSuccess: refresh }));
  const isOn = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5">
      <Switch
        checked={isOn}
        onCheckedChange={(next) => update.mutate({ id, enabled: next })}
        aria-label={`Listening to ${eventType}`}
      />
      <div className="min-w-0 flex-1 basis-48">
        <span className="font-mono font-semibold text-code">{eventType}</span>
        <span className="text-ink-muted"> from </span>
        {sourceFilter ? <span className="font-mono text-code">{sourceFilter}</span> : "any source"}
      </div>
      <span className="text-ink-muted text-table">
        {maxRetries === 0
          ? "No retries"
          : `${maxRetries} retries, from ${formatDuration(retryBackoffMs)} apart`}
      </span>
      <div className="flex">
        <Button tone="quiet" size="icon" aria-label={`Edit subscription to ${eventType}`} onClick={onEdit}>
          <Pencil aria-hidden className="size-3.5" />
        </Button>
        <Button
          tone="quiet"
          size="icon"
          aria-label={`Delete subscription to ${eventType}`}
          onClick={() => setDeleting(true)}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </Button>
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
