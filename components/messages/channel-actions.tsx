"use client";

import { Send, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useChannelActs } from "@/components/messages/use-channel-acts";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { formatDuration } from "@/lib/format";
import { showToast } from "@/lib/toast";
import type { ChannelOutput } from "@/server/messages/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Tries a channel out, and takes it away. */
export function ChannelActions({ channel }: { channel: ChannelOutput }) {
  const { test, remove } = useChannelActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, name } = channel;
  const sendTest = () =>
    test.mutate(
      { id },
      {
        onSuccess: ({ isDelivered, errorMessage, durationMs }) =>
          showToast(
            isDelivered
              ? {
                  tone: "success",
                  text: `${name} took a test in ${formatDuration(durationMs)}`,
                  ...(errorMessage ? { description: errorMessage } : {}),
                }
              : {
                  tone: "error",
                  text: `${name} did not take the test`,
                  description: errorMessage ?? "It gave no reason.",
                },
          ),
      },
    );
  return (
    <span className="inline-flex">
      <Button tone="quiet" disabled={test.isPending} aria-label={`Send a test to ${name}`} onClick={sendTest}>
        <Send aria-hidden className="size-3.5" /> Test
      </Button>
      <Button
        tone="quiet"
        size="icon"
        aria-label={`Delete ${name}`}
        title="Delete"
        onClick={() => setDeleting(true)}
      >
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the channel ${name}?`}
          act="Delete channel"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => setDeleting(false)}
        >
          No more messages go there. Its address and the record of its deliveries are gone for good.
        </ConfirmDialog>
      )}
    </span>
  );
}

/** Whether a channel gets messages. It shows the new state at once and takes it back when the hub refuses. */
export function ChannelSwitch({ channel: { id, name, enabled } }: { channel: ChannelOutput }) {
  const { update } = useChannelActs();
  const isOn = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <Switch
      checked={isOn}
      onCheckedChange={(next) => update.mutate({ id, enabled: next })}
      aria-label={`${name} is enabled`}
    />
  );
}
