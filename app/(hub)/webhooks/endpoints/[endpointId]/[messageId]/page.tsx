import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { MessageView } from "@/components/endpoints/message-view";

export const metadata: Metadata = { title: "Message to an endpoint" };

type Props = { params: Promise<{ endpointId: string; messageId: string }> };

export default async function Page({ params }: Props) {
  const { endpointId, messageId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.endpoints.getMessage.queryOptions({ id: messageId })),
      ]}
    >
      <MessageView endpointId={endpointId} messageId={messageId} />
    </Prefetched>
  );
}
