import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ChannelsPage } from "@/components/messages/channels-page";

export const metadata: Metadata = { title: "Channels" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.messages.channels.list.queryOptions({})),
        queryClient.prefetchQuery(trpc.personas.list.queryOptions({ limit: 500 })),
      ]}
    >
      <ChannelsPage />
    </Prefetched>
  );
}
