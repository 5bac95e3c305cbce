"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { MessageLines } from "@/components/messages/message-lines";
import { urgentMessagesQuery } from "@/components/messages/urgent-query";
import { Section } from "@/components/shared/section";
import { useTRPC } from "@/lib/trpc";

/** What personas want people to know soon and nobody has read. Left out while there is none. */
export function UrgentMessages() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.messages.list.queryOptions(urgentMessagesQuery));
  if (!data || data.total === 0) return null;
  return (
    <Section
      title="Unread messages"
      note="high and urgent"
      action={
        data.total > data.items.length && (
          <Link href="/messages?state=unread" className="text-table underline underline-offset-2">
            All {data.total}
          </Link>
        )
      }
    >
      <MessageLines messages={data.items} hasPersona />
    </Section>
  );
}
