import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { DeliveryView } from "@/components/webhooks/delivery-view";

export const metadata: Metadata = { title: "Delivery" };

export default async function Page({ params }: { params: Promise<{ deliveryId: string }> }) {
  const { deliveryId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.webhooks.getDelivery.queryOptions({ id: deliveryId })),
      ]}
    >
      <DeliveryView deliveryId={deliveryId} />
    </Prefetched>
  );
}
