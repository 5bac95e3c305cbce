"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with subscriptions that exist. Every list of them is read again after. */
export function useSubscriptionActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = {
    onSettled: () => queries.invalidateQueries(trpc.subscriptions.pathFilter()),
    onError: toastFailure("The subscription was not changed"),
  } as const;
  return {
    update: useMutation(trpc.subscriptions.update.mutationOptions(options)),
    change: useMutation(trpc.subscriptions.change.mutationOptions({ onSettled: options.onSettled })),
    remove: useMutation(trpc.subscriptions.delete.mutationOptions({ onSettled: options.onSettled })),
  };
}
