"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with channels. Whatever shows them is read again after. */
export function useChannelActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.messages.channels.pathFilter());
  return {
    create: useMutation(trpc.messages.channels.create.mutationOptions({ onSettled })),
    update: useMutation(trpc.messages.channels.update.mutationOptions({ onSettled })),
    remove: useMutation(trpc.messages.channels.delete.mutationOptions({ onSettled })),
    test: useMutation(
      trpc.messages.channels.test.mutationOptions({
        onError: toastFailure("No test was sent"),
      }),
    ),
  };
}
