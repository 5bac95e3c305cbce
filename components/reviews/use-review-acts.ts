"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/lib/trpc";

/** Answering reviews. Whatever shows them, what waits for them and how many there are is read again after. */
export function useReviewActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries(trpc.reviews.pathFilter()),
      queries.invalidateQueries(trpc.executions.pathFilter()),
      queries.invalidateQueries(trpc.system.attention.pathFilter()),
    ]);
  return {
    answer: useMutation(trpc.reviews.answer.mutationOptions({ onSettled })),
    answerMany: useMutation(trpc.reviews.answerMany.mutationOptions({ onSettled })),
  };
}
