"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with messages. Whatever shows them is read again after. */
export function useMessageActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.messages.pathFilter());
  const read = useMutation(
    trpc.messages.markRead.mutationOptions({ onSettled, onError: toastFailure("Not marked as read") }),
  );
  const unread = useMutation(
    trpc.messages.markUnread.mutationOptions({ onSettled, onError: toastFailure("Not marked as unread") }),
  );
  return {
    read,
    unread,
    toggle: ({ id, isRead }: { id: string; isRead: boolean }) => (isRead ? unread : read).mutate({ id }),
    readAll: useMutation(
      trpc.messages.markAllRead.mutationOptions({ onSettled, onError: toastFailure("Not marked as read") }),
    ),
    retry: useMutation(
      trpc.messages.retryDelivery.mutationOptions({ onSettled, onError: toastFailure("Not sent again") }),
    ),
    remove: useMutation(trpc.messages.delete.mutationOptions({ onSuccess: onSettled })),
  };
}
