"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { MessageDeliveries } from "@/components/messages/message-deliveries";
import { ExactTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { MessageDetail } from "@/server/messages/schema";

const Markdown = dynamic(() => import("@/components/shared/markdown").then((module) => module.Markdown), {
  loading: () => <div aria-busy className="min-h-24" />,
});

/** From whom a message is, how urgent, and what it belongs to. */
export function MessageSummary({ message }: { message: MessageDetail }) {
  const { personaId, personaName, executionId, reviewId, priority, contentType, createdAt } = message;
  const link = "underline underline-offset-2";
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table">
      <StatusBadge kind="priority" status={priority} />
      <StatusBadge kind="contentType" status={contentType} />
      {personaId ? (
        <Link href={`/personas/${personaId}`} className={link}>
          {personaName}
        </Link>
      ) : (
        personaName
      )}
      {executionId && (
        <Link href={`/executions/${executionId}`} className={link}>
          Execution
        </Link>
      )}
      {reviewId && (
        <Link href={`/reviews/${reviewId}`} className={link}>
          Review
        </Link>
      )}
      <span className="text-ink-muted">
        <ExactTime at={createdAt} />
      </span>
    </div>
  );
}

/** What a message says, and how it fared at the channels. */
export function MessageBody({ message }: { message: MessageDetail }) {
  return (
    <div className="flex flex-col gap-8">
      <Markdown text={message.content} />
      <MessageDeliveries deliveries={message.deliveries} />
    </div>
  );
}
