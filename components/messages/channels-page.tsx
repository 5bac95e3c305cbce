"use client";

import { useQuery } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { channelColumns } from "@/components/messages/channel-columns";
import { MessagesTabs } from "@/components/messages/messages-tabs";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState } from "@/components/shared/empty-state";
import { PageHeader } from "@/components/shared/page-header";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const ChannelDialog = dynamic(
  () => import("@/components/messages/channel-dialog").then((module) => module.ChannelDialog),
  { ssr: false },
);

const fresh = "new";

/** Where messages go besides the inbox. */
export function ChannelsPage() {
  const trpc = useTRPC();
  const query = useQuery(trpc.messages.channels.list.queryOptions({}));
  const [openId, setOpenId] = useQueryState("channel", clientParsers.parseAsString);
  const opened = query.data?.items.find(({ id }) => id === openId) ?? null;
  const add = () => void setOpenId(fresh);
  return (
    <>
      <PageHeader
        title="Messages"
        actions={
          <Button tone="primary" onClick={add}>
            New channel
          </Button>
        }
      />
      <MessagesTabs />
      <DataTable
        label="Channels"
        columns={channelColumns}
        rows={query.data?.items}
        error={query.error}
        onRetry={() => void query.refetch()}
        rowKey={(row) => row.id}
        rowHref={(row) => `/messages/channels?channel=${row.id}`}
        onOpen={({ id }) => {
          void setOpenId(id);
          return true;
        }}
        isFiltered={false}
        noResults={null}
        empty={
          <EmptyState
            icon={Megaphone}
            title="Messages stay in the inbox"
            action={<Button onClick={add}>New channel</Button>}
          >
            A channel takes them to Slack, to a webhook of yours or to e-mail as well: all, or only what is
            urgent.
          </EmptyState>
        }
      />
      {(openId === fresh || opened) && (
        <ChannelDialog key={openId} channel={opened} onClose={() => void setOpenId(null)} />
      )}
    </>
  );
}
