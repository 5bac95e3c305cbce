"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with memories. Whatever shows them is read again after. */
export function useMemoryActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.memories.pathFilter());
  return {
    create: useMutation(trpc.memories.create.mutationOptions({ onSettled })),
    update: useMutation(trpc.memories.update.mutationOptions({ onSettled })),
    /** Changes at once, without a form that could show a refusal. */
    weigh: useMutation(
      trpc.memories.update.mutationOptions({
        onSettled,
        onError: toastFailure("The importance was not changed"),
      }),
    ),
    remove: useMutation(trpc.memories.delete.mutationOptions({ onSettled })),
  };
}
