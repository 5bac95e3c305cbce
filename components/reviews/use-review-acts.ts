"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";
import type { Decision } from "@/server/reviews/schema";

/**
 * Answering reviews. Whatever shows them, what waits for them and how many there are is read again, but not waited for.
 * What became of an answer is said wherever one has gone since; what was refused, by whoever shows this while it does,
 * and at the edge of the page where another was quicker.
 */
export function useReviewActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const onSettled = () => {
    for (const shown of [trpc.reviews, trpc.executions, trpc.system.attention])
      void queries.invalidateQueries(shown.pathFilter());
  };
  const onError = (error: unknown) => {
    const { code, message } = readFailure(error);
    // Where another was quicker, what showed the refusal goes as soon as that answer is read.
    if (!isShown.current || code === "conflict")
      showToast({ tone: "error", text: `Not answered: ${message}` });
  };
  return {
    answer: useMutation(
      trpc.reviews.answer.mutationOptions({
        onSettled,
        onError,
        onSuccess: ({ title }, { decision }) =>
          showToast({ tone: "success", text: `${doneWords[decision]}: ${title}` }),
      }),
    ),
    answerMany: useMutation(trpc.reviews.answerMany.mutationOptions({ onSettled, onError })),
  };
}

const doneWords: Record<Decision, string> = {
  approve: "Approved",
  reject: "Rejected",
  resolve: "Dealt with",
  repeat: "Repeated",
  done: "Treated as done",
  abandon: "Abandoned",
};
