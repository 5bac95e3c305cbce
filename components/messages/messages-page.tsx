"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import { MessagesList } from "@/components/messages/messages-list";
import { MessagesTabs } from "@/components/messages/messages-tabs";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { PageHeader } from "@/components/shared/page-header";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

/** What personas told people. */
export function MessagesPage() {
  const trpc = useTRPC();
  const { data: unread } = useQuery(trpc.messages.unreadCount.queryOptions());
  const { readAll } = useMessageActs();
  return (
    <>
      <PageHeader
        title="Messages"
        actions={
          unread !== undefined &&
          unread.count > 0 && (
            <Button
              disabled={readAll.isPending}
              // What came since this page last looked stays unread.
              onClick={() => readAll.mutate(unread.newestAt ? { until: unread.newestAt } : {})}
            >
              <CheckCheck aria-hidden className="size-3.5" /> Mark all {formatCount(unread.count)} as read
            </Button>
          )
        }
      />
      <MessagesTabs />
      <MessagesList />
    </>
  );
}
