"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { MessageActions } from "@/components/messages/message-actions";
import { MessageBody, MessageSummary } from "@/components/messages/message-body";
import { nameMessage } from "@/components/messages/message-words";
import { useReadOnOpen } from "@/components/messages/use-read-on-open";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { NotThere } from "@/components/shared/not-there";
import { PageHeader } from "@/components/shared/page-header";
import { readFailure } from "@/lib/failure";
import { useTRPC } from "@/lib/trpc";
import type { MessageDetail } from "@/server/messages/schema";

/** One message: what it says, and how it fared at the channels. */
export function MessageView({ messageId }: { messageId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.messages.get.queryOptions({ id: messageId }));
  if (query.data) return <LoadedMessage message={query.data} />;
  if (!query.error) return <DetailSkeleton />;
  if (readFailure(query.error).code === "not_found")
    return <NotThere noun="message" id={messageId} listHref="/messages" listLabel="Messages" />;
  return <ErrorState what="The message" error={query.error} onRetry={() => void query.refetch()} />;
}

function LoadedMessage({ message }: { message: MessageDetail }) {
  const router = useRouter();
  useReadOnOpen(message);
  return (
    <>
      <PageHeader
        title={nameMessage(message)}
        back={{ href: "/messages", label: "messages" }}
        actions={<MessageActions message={message} onGone={() => router.replace("/messages")} />}
      >
        <MessageSummary message={message} />
      </PageHeader>
      <MessageBody message={message} />
    </>
  );
}
