"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with triggers that exist. Every list of them is read again after. */
export function useTriggerActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries(trpc.triggers.pathFilter());
  return {
    update: useMutation(
      trpc.triggers.update.mutationOptions({
        onSettled: refresh,
        onError: toastFailure("The trigger was not changed"),
      }),
    ),
    remove: useMutation(trpc.triggers.delete.mutationOptions({ onSettled: refresh })),
    run: useMutation(
      trpc.triggers.run.mutationOptions({
        onSettled: refresh,
        onError: toastFailure("The trigger was not run"),
        onSuccess: ({ status, errorMessage }) =>
          status === "skipped"
            ? showToast({ tone: "error", text: "Skipped", description: errorMessage ?? "" })
            : showToast({ tone: "success", text: "Fired" }),
      }),
    ),
  };
}
