"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with a worker. Whatever shows it is read again after. */
export function useWorkerActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.workers.pathFilter());
  const onError = toastFailure("The worker was not changed");
  return {
    drain: useMutation(trpc.workers.drain.mutationOptions({ onSettled, onError })),
    resume: useMutation(trpc.workers.resume.mutationOptions({ onSettled, onError })),
    remove: useMutation(trpc.workers.remove.mutationOptions()),
  };
}
