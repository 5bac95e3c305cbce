"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with credentials. Whatever shows them is read again after. */
export function useCredentialActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.credentials.pathFilter());
  const onFailure = (text: string) => (error: unknown) =>
    showToast({ tone: "error", text, description: readFailure(error).message });
  return {
    save: useMutation(trpc.credentials.save.mutationOptions({ onSettled })),
    update: useMutation(
      trpc.credentials.update.mutationOptions({
        // At once, so that the form goes by it even if the reading fails.
        onSuccess: (saved) =>
          void queries.setQueryData(trpc.credentials.get.queryKey({ id: saved.id }), saved),
        onSettled,
      }),
    ),
    test: useMutation(trpc.credentials.test.mutationOptions({ onSettled })),
    remove: useMutation(trpc.credentials.delete.mutationOptions()),
    link: useMutation(
      trpc.credentials.link.mutationOptions({
        onSettled,
        onError: onFailure("The credential was not given"),
      }),
    ),
    unlink: useMutation(
      trpc.credentials.unlink.mutationOptions({
        onSettled,
        onError: onFailure("The credential was not taken away"),
      }),
    ),
    rotate: useMutation(trpc.credentials.rotate.mutationOptions({ onSettled })),
  };
}
