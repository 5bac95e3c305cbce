"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with endpoints and messages that exist. Whatever shows them is read again after. */
export function useEndpointActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.endpoints.pathFilter());
  const onFailure = (text: string) => (error: unknown) =>
    showToast({ tone: "error", text, description: readFailure(error).message });
  return {
    update: useMutation(
      trpc.endpoints.update.mutationOptions({
        // At once, so that the form goes by it even if the reading fails.
        onSuccess: (saved) => void queries.setQueryData(trpc.endpoints.get.queryKey({ id: saved.id }), saved),
        onSettled,
        onError: onFailure("The endpoint was not changed"),
      }),
    ),
    test: useMutation(
      trpc.endpoints.test.mutationOptions({ onSettled, onError: onFailure("No test was sent") }),
    ),
    resend: useMutation(
      trpc.endpoints.resendMessage.mutationOptions({
        onSettled,
        onError: onFailure("The message was not sent again"),
      }),
    ),
    rotate: useMutation(trpc.endpoints.rotateSecret.mutationOptions({ onSettled })),
    resendFailed: useMutation(trpc.endpoints.resendFailed.mutationOptions({ onSettled })),
    remove: useMutation(trpc.endpoints.delete.mutationOptions()),
  };
}
