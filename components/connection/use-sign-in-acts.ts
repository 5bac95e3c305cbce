"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with the sign-in at Claude. Whatever says how Claude is reached is read again after. */
export function useSignInActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries(trpc.connection.pathFilter()),
      queries.invalidateQueries(trpc.settings.claude.pathFilter()),
    ]);
  return {
    begin: useMutation(trpc.connection.authorize.mutationOptions()),
    finish: useMutation(trpc.connection.callback.mutationOptions({ onSettled })),
    renew: useMutation(
      trpc.connection.refresh.mutationOptions({
        onSettled,
        onSuccess: () => showToast({ tone: "success", text: "The sign-in was renewed" }),
        onError: toastFailure("The sign-in was not renewed"),
      }),
    ),
    disconnect: useMutation(trpc.connection.disconnect.mutationOptions({ onSettled })),
  };
}
