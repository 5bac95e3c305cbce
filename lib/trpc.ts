"use client";

import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { isWorthRetrying } from "@/lib/failure";
import type { AppRouter } from "@/lib/trpc-types";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The browser's way to the hub's verbs; calls of one moment travel in one request. */
export function createHubClient() {
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: "/api/trpc", maxURLLength: 4000 })] });
}

/**
 * A cache for a page: what the server prefetched counts as fresh for half a minute, the live connection says when to
 * ask again, and only faults that may pass are tried again.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: true,
        retry: (count, error) => count < 2 && isWorthRetrying(error),
      },
    },
  });
}
