"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
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
        onError: (error) =>
          showToast({
            tone: "error",
            text: "The importance was not changed",
            description: readFailure(error).message,
          }),
      }),
    ),
    remove: useMutation(trpc.memories.delete.mutationOptions({ onSettled })),
  };
}
