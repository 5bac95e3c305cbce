"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/trpc";

/**
 * How many executions want a person to look at them. A question of its own: one that a page asks too would be
 * in the cache, unanswered, before the page is hydrated, and its parts would be drawn anew.
 */
export function useAttention(): number {
  const trpc = useTRPC();
  return useQuery(trpc.system.attention.queryOptions()).data?.count ?? 0;
}
