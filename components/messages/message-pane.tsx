"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageActions } from "@/components/messages/message-actions";
import { MessageBody, MessageSummary } from "@/components/messages/message-body";
import { nameMessage } from "@/components/messages/message-words";
import { useReadOnOpen } from "@/components/messages/use-read-on-open";
import { DetailSkeleton } from "@/components/shared/detail-skeleton";
import { ErrorState } from "@/components/shared/error-state";
import { useTRPC } from "@/lib/trpc";
import type { MessageDetail } from "@/server/messages/schema";

/** A message beside the inbox. `onGone` follows its deletion. */
export function MessagePane({ messageId, onGone }: { messageId: string; onGone: () => void }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.messages.get.queryOptions({ id: messageId }));
  if (query.data) return <LoadedMessage message={query.data} onGone={onGone} />;
  if (query.error)
    return <ErrorState what="The message" error={query.error} onRetry={() => void query.refetch()} />;
  return <DetailSkeleton />;
}

function LoadedMessage({ message, onGone }: { message: MessageDetail; onGone: () => void }) {
  useReadOnOpen(message);
  return (
    <>
      <h2 className="mb-2 min-w-0 break-words pt-1 font-semibold text-title">{nameMessage(message)}</h2>
      <MessageSummary message={message} />
      <div className="mt-3 mb-4 flex flex-wrap gap-2">
        <MessageActions message={message} onGone={onGone} />
      </div>
      <MessageBody message={message} />
    </>
  );
}
