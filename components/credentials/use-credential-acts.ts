"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keepSaved } from "@/lib/keep-saved";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with credentials. Whatever shows them is read again after. */
export function useCredentialActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.credentials.pathFilter());
  return {
    save: useMutation(trpc.credentials.save.mutationOptions({ onSettled })),
    update: useMutation(
      trpc.credentials.update.mutationOptions({
        onSuccess: keepSaved(queries, trpc.credentials.get),
        onSettled,
      }),
    ),
    test: useMutation(trpc.credentials.test.mutationOptions({ onSettled })),
    remove: useMutation(trpc.credentials.delete.mutationOptions()),
    link: useMutation(
      trpc.credentials.link.mutationOptions({
        onSettled,
        onError: toastFailure("The credential was not given"),
      }),
    ),
    unlink: useMutation(
      trpc.credentials.unlink.mutationOptions({
        onSettled,
        onError: toastFailure("The credential was not taken away"),
      }),
    ),
    rotate: useMutation(trpc.credentials.rotate.mutationOptions({ onSettled })),
  };
}
