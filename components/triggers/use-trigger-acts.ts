"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with triggers that exist. Every list of them is read again after. */
export function useTriggerActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries(trpc.triggers.pathFilter());
  const fail = (text: string) => (error: unknown) =>
    showToast({ tone: "error", text, description: readFailure(error).message });
  return {
    update: useMutation(
      trpc.triggers.update.mutationOptions({
        onSettled: refresh,
        onError: fail("The trigger was not changed"),
      }),
    ),
    remove: useMutation(trpc.triggers.delete.mutationOptions({ onSettled: refresh })),
    run: useMutation(
      trpc.triggers.run.mutationOptions({
        onSettled: refresh,
        onError: fail("The trigger was not run"),
        onSuccess: ({ status, errorMessage }) =>
          status === "skipped"
            ? showToast({ tone: "error", text: "Skipped", description: errorMessage ?? "" })
            : showToast({ tone: "success", text: "Fired" }),
      }),
    ),
  };
}
