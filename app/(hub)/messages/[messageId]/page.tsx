import type { Metadata } from "next";
import { Prefetched } from "@/app/(hub)/prefetched";
import { MessageView } from "@/components/messages/message-view";

export const metadata: Metadata = { title: "Message" };

export default async function Page({ params }: { params: Promise<{ messageId: string }> }) {
  const { messageId } = await params;
  return (
    <Prefetched
      load={({ queryClient, trpc }) => [
        queryClient.prefetchQuery(trpc.messages.get.queryOptions({ id: messageId })),
      ]}
    >
      <MessageView messageId={messageId} />
    </Prefetched>
  );
}
