"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/lib/trpc";

/** Answering reviews. Whatever shows them, what waits for them and how many there are is read again, but not waited for. */
export function useReviewActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => {
    for (const shown of [trpc.reviews, trpc.executions, trpc.system.attention])
      void queries.invalidateQueries(shown.pathFilter());
  };
  return {
    answer: useMutation(trpc.reviews.answer.mutationOptions({ onSettled })),
    answerMany: useMutation(trpc.reviews.answerMany.mutationOptions({ onSettled })),
  };
}
