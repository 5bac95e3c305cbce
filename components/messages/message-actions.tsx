"use client";

import { Mail, MailOpen, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { nameMessage } from "@/components/messages/message-words";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { MessageDetail } from "@/server/messages/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** What can be done with a message. `onGone` follows its deletion. */
export function MessageActions({ message, onGone }: { message: MessageDetail; onGone: () => void }) {
  const { read, unread, toggle, remove } = useMessageActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id, isRead } = message;
  const Icon = isRead ? Mail : MailOpen;
  return (
    <>
      <Button disabled={read.isPending || unread.isPending} onClick={() => toggle(message)}>
        <Icon aria-hidden className="size-3.5" /> Mark as {isRead ? "unread" : "read"}
        <span aria-hidden className="pointer-coarse:hidden">
          <Kbd>u</Kbd>
        </span>
      </Button>
      <Button onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Delete
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete “${nameMessage(message)}”?`}
          act="Delete message"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: onGone })}
          onClose={() => setDeleting(false)}
        >
          It is gone for everybody, with the record of where it was delivered.
        </ConfirmDialog>
      )}
    </>
  );
}
