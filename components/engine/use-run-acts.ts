"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** Cancelling a run, and running an ended one again, which opens the new one. */
export function useRunActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const refresh = () => queries.invalidateQueries(trpc.engine.pathFilter());
  const cancel = useMutation(
    trpc.engine.cancel.mutationOptions({
      onSuccess: () => {
        showToast({ tone: "success", text: "Run cancelled" });
        return refresh();
      },
    }),
  );
  const retry = useMutation(
    trpc.engine.retry.mutationOptions({
      onSuccess: (created) => {
        void refresh();
        router.push(`/settings/engine/${created.id}`);
      },
      onError: toastFailure("Not run again"),
    }),
  );
  return { cancel, retry };
}
