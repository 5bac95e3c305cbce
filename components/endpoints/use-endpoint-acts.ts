"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keepSaved } from "@/lib/keep-saved";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with endpoints and messages that exist. Whatever shows them is read again after. */
export function useEndpointActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.endpoints.pathFilter());
  return {
    update: useMutation(
      trpc.endpoints.update.mutationOptions({
        onSuccess: keepSaved(queries, trpc.endpoints.get),
        onSettled,
        onError: toastFailure("The endpoint was not changed"),
      }),
    ),
    test: useMutation(
      trpc.endpoints.test.mutationOptions({ onSettled, onError: toastFailure("No test was sent") }),
    ),
    resend: useMutation(
      trpc.endpoints.resendMessage.mutationOptions({
        onSettled,
        onError: toastFailure("The message was not sent again"),
      }),
    ),
    rotate: useMutation(trpc.endpoints.rotateSecret.mutationOptions({ onSettled })),
    resendFailed: useMutation(trpc.endpoints.resendFailed.mutationOptions({ onSettled })),
    remove: useMutation(trpc.endpoints.delete.mutationOptions()),
  };
}
