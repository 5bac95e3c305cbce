"use client";

import { useEffect, useRef } from "react";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { useKeys } from "@/components/shared/use-keys";
import type { MessageOutput } from "@/server/messages/schema";

/**
 * Marks a message as read when it is opened, once: one that is marked as unread while it is open stays so. The key u
 * does that, and takes it back.
 */
export function useReadOnOpen({ id, isRead }: Pick<MessageOutput, "id" | "isRead">): void {
  const { read, toggle } = useMessageActs();
  const opened = useRef<string | null>(null);
  useEffect(() => {
    if (opened.current === id) return;
    opened.current = id;
    if (!isRead) read.mutate({ id });
  }, [id, isRead, read]);
  useKeys({ u: () => toggle({ id, isRead }) });
}
