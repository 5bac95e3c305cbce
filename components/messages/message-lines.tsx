import Link from "next/link";
import { nameMessage } from "@/components/messages/message-words";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import type { MessageOutput } from "@/server/messages/schema";

/** A few messages as lines that lead to them. */
export function MessageLines({ messages, hasPersona }: { messages: MessageOutput[]; hasPersona: boolean }) {
  return (
    <ul>
      {messages.map((message) => (
        <li
          key={message.id}
          className="row-appear flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 text-table"
        >
          {message.priority !== "normal" && <StatusBadge kind="priority" status={message.priority} />}
          <Link
            href={`/messages/${message.id}`}
            prefetch={false}
            className={cn("min-w-0 break-words hover:underline", !message.isRead && "font-semibold")}
          >
            {nameMessage(message)}
          </Link>
          {hasPersona && <span className="text-ink-muted">{message.personaName}</span>}
          <span className="ml-auto text-ink-muted">
            <RelativeTime at={message.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
