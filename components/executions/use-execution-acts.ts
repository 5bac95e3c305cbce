"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { showToast, toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** Cancelling and re-running executions. `rerun` opens the new one, `rerunQuietly` stays where it is. */
export function useExecutionActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const refresh = () => queries.invalidateQueries(trpc.executions.pathFilter());
  const cancel = useMutation(
    trpc.executions.cancel.mutationOptions({
      onSuccess: () => {
        showToast({ tone: "success", text: "Cancelling the execution" });
        return refresh();
      },
      onError: toastFailure("Not cancelled"),
    }),
  );
  const refuse = toastFailure("Not run again");
  const rerunQuietly = useMutation(
    trpc.executions.rerun.mutationOptions({ onSuccess: () => refresh(), onError: refuse }),
  );
  const rerun = useMutation(
    trpc.executions.rerun.mutationOptions({
      onSuccess: (created) => {
        void refresh();
        router.push(`/executions/${created.executionId}`);
      },
      onError: refuse,
    }),
  );
  return { cancel, rerun, rerunQuietly };
}

/** Whether an execution has yet to end. */
export function isLive(execution: { status: string }): boolean {
  return execution.status === "queued" || execution.status === "running";
}
