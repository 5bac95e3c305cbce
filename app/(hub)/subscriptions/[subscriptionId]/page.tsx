import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { SubscriptionView } from "@/components/subscriptions/subscription-view";
import { createPageQueries } from "@/server/trpc/page";

type Params = Promise<{ subscriptionId: string }>;

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { subscriptionId: id } = await params;
  const { queryClient, trpc } = await createPageQueries();
  const found = await queryClient.fetchQuery(trpc.subscriptions.get.queryOptions({ id })).catch(() => null);
  return { title: found ? `${found.eventType} · Subscription` : "Subscription" };
}

export default async function Page({ params }: { params: Params }) {
  const { subscriptionId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.subscriptions.get.queryOptions({ id: subscriptionId })),
        queryClient.prefetchQuery(trpc.events.seenTypes.queryOptions()),
      ]}
    >
      <SubscriptionView subscriptionId={subscriptionId} />
    </Prefetched>
  );
}
