import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { urgentMessagesQuery } from "@/components/messages/urgent-query";
import { NowPage } from "@/components/now/now-page";

export const metadata: Metadata = { title: "Now" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.executions.overview.queryOptions()),
        queryClient.prefetchQuery(trpc.events.list.queryOptions({ limit: 12 })),
        queryClient.prefetchQuery(trpc.events.histogram.queryOptions()),
        queryClient.prefetchQuery(trpc.system.troubles.queryOptions()),
        queryClient.prefetchQuery(trpc.messages.list.queryOptions(urgentMessagesQuery)),
        queryClient.prefetchQuery(trpc.settings.claude.queryOptions()),
      ]}
    >
      <NowPage />
    </Prefetched>
  );
}
