"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { ClockProvider } from "@/components/shared/clock";
import { LiveProvider } from "@/components/shell/live-provider";
import { createHubClient, createQueryClient, TRPCProvider } from "@/lib/trpc";

type HubProvidersProps = { renderedAt: number; timeZone: string; children: ReactNode };

/** What every page of the hub stands on: the cache, the verbs, the URL's state, the clock, the live connection. */
export function HubProviders({ renderedAt, timeZone, children }: HubProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createHubClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <NuqsAdapter>
          <ClockProvider renderedAt={renderedAt} timeZone={timeZone}>
            <LiveProvider>{children}</LiveProvider>
          </ClockProvider>
        </NuqsAdapter>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
