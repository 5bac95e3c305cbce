"use client";

import { useEffect, useRef } from "react";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { isPlainKey } from "@/components/shared/plain-key";
import type { MessageOutput } from "@/server/messages/schema";

/**
 * Marks a message as read when it is opened, once: one that is marked as unread while it is open stays so. The key u
 * does that, and takes it back, wherever the focus is but on a row of a list, which answers for itself.
 */
export function useReadOnOpen({ id, isRead }: Pick<MessageOutput, "id" | "isRead">): void {
  const { read, toggle } = useMessageActs();
  const opened = useRef<string | null>(null);
  const latest = useRef(() => {});
  useEffect(() => {
    latest.current = () => toggle({ id, isRead });
  });
  useEffect(() => {
    if (opened.current === id) return;
    opened.current = id;
    if (!isRead) read.mutate({ id });
  }, [id, isRead, read]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOnRow = event.target instanceof Element && event.target.closest("tr") !== null;
      if (event.key === "u" && !isOnRow && !event.defaultPrevented && isPlainKey(event)) latest.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
