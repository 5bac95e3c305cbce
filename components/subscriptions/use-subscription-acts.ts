"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with subscriptions that exist. Every list of them is read again after. */
export function useSubscriptionActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = {
    onSettled: () => queries.invalidateQueries(trpc.subscriptions.pathFilter()),
    onError: (error: unknown) =>
      showToast({
        tone: "error",
        text: "The subscription was not changed",
        description: readFailure(error).message,
      }),
  } as const;
  return {
    update: useMutation(trpc.subscriptions.update.mutationOptions(options)),
    change: useMutation(trpc.subscriptions.change.mutationOptions({ onSettled: options.onSettled })),
    remove: useMutation(trpc.subscriptions.delete.mutationOptions({ onSettled: options.onSettled })),
  };
}
