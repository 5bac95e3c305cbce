"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/trpc";

/** How many executions want a person to look at them: failed within a day, or waiting for a decision. */
export function useAttention(): number {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.executions.overview.queryOptions());
  if (!data) return 0;
  const waiting = data.waiting.filter(({ waitingFor }) => waitingFor === "review" || waitingFor === "budget");
  return data.failedLastDayCount + waiting.length;
}
