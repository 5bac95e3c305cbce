import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { ReceiversPage } from "@/components/webhooks/receivers-page";

export const metadata: Metadata = { title: "Webhook receivers" };

export default function Page() {
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.listReceivers.queryOptions()),
        queryClient.prefetchQuery(trpc.webhooks.listGithubHooks.queryOptions()),
      ]}
    >
      <ReceiversPage />
    </Prefetched>
  );
}
