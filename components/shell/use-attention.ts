"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/lib/trpc";

const nothing = { count: 0, pendingReviews: 0 };

/**
 * How much wants a person, and how much of it is reviews. A question of its own: one that a page asks too would be
 * in the cache, unanswered, before the page is hydrated, and its parts would be drawn anew.
 */
export function useAttention(): { count: number; pendingReviews: number } {
  const trpc = useTRPC();
  return useQuery(trpc.system.attention.queryOptions()).data ?? nothing;
}
