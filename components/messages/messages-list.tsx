"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { describeMessageFilters, toMessageQuery } from "@/components/messages/filters";
import { listMessageColumns } from "@/components/messages/message-columns";
import { MessageFilterBar } from "@/components/messages/message-filter-bar";
import { useMessageActs } from "@/components/messages/use-message-acts";
import { EmptyState } from "@/components/shared/empty-state";
import { FilteredTable } from "@/components/shared/filtered-table";
import { isWideEnough, SplitPane } from "@/components/shared/split-pane";
import { useListFilters } from "@/components/shared/use-list-filters";
import { ButtonLink } from "@/components/ui/button-link";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";
import type { MessageOutput } from "@/server/messages/schema";

const MessagePane = dynamic(
  () => import("@/components/messages/message-pane").then((module) => module.MessagePane),
  { ssr: false },
);

const urlState = describeMessageFilters(clientParsers);

/** Every message, newest first, filtered by what the URL says; on wide screens one is read beside the list. */
export function MessagesList() {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const query = useQuery({
    ...trpc.messages.list.queryOptions(toMessageQuery(list.filters)),
    placeholderData: keepPreviousData,
  });
  const [openId, setOpenId] = useQueryState("message", clientParsers.parseAsString);
  const { toggle } = useMessageActs();
  const close = useCallback(() => void setOpenId(null), [setOpenId]);
  const open = ({ id }: MessageOutput) => {
    if (!isWideEnough()) return false;
    void setOpenId(id);
    return true;
  };
  // With one open, j and k read on: the message beside the list is the one in focus.
  const follow = ({ id }: MessageOutput) => {
    if (openId !== null && id !== openId && isWideEnough()) void setOpenId(id);
  };
  return (
    <>
      <MessageFilterBar list={list} />
      <SplitPane
        label="Message"
        href={`/messages/${openId}`}
        detail={openId && <MessagePane key={openId} messageId={openId} onGone={close} />}
        onClose={close}
      >
        <FilteredTable
          noun="messages"
          list={list}
          query={query}
          columns={listMessageColumns({ isNarrow: openId !== null })}
          rowHref={(row) => `/messages/${row.id}`}
          // An open message takes the key itself.
          onRowKey={(key, row) => key === "u" && openId === null && toggle(row)}
          onOpen={open}
          onRowFocus={follow}
          openKey={openId}
          empty={
            <EmptyState
              icon={Inbox}
              title="No persona has told you anything yet"
              action={<ButtonLink href="/messages/channels">Set up a channel</ButtonLink>}
            >
              What personas want people to know stands here. Channels take it to Slack, to a webhook or to
              e-mail as well.
            </EmptyState>
          }
        />
      </SplitPane>
    </>
  );
}
