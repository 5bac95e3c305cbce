import { nameMessage } from "@/components/messages/message-words";
import type { Column } from "@/components/shared/data-table-columns";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { cn } from "@/lib/cn";
import type { MessageOutput } from "@/server/messages/schema";

/** The columns of the inbox; beside an open message there is room for fewer. */
export function listMessageColumns({ isNarrow }: { isNarrow: boolean }): Column<MessageOutput>[] {
  return [
    {
      id: "unread",
      header: "Unread",
      isHeaderHidden: true,
      width: "w-6",
      cell: ({ isRead }) =>
        !isRead && (
          <>
            <span aria-hidden className="inline-block size-2 rounded-full bg-ink" />
            <span className="sr-only">Unread</span>
          </>
        ),
    },
    {
      id: "title",
      header: "Message",
      isLink: true,
      cell: (row) => <span className={cn(!row.isRead && "font-semibold")}>{nameMessage(row)}</span>,
    },
    {
      id: "priority",
      header: "Priority",
      width: "w-24",
      cell: ({ priority }) => priority !== "normal" && <StatusBadge kind="priority" status={priority} />,
    },
    ...(isNarrow
      ? []
      : [
          {
            id: "type",
            header: "Type",
            width: "w-26",
            from: "lg",
            narrow: "hide",
            cell: ({ contentType }) =>
              contentType !== "info" && <StatusBadge kind="contentType" status={contentType} />,
          } satisfies Column<MessageOutput>,
        ]),
    {
      id: "persona",
      header: "From",
      width: "w-40",
      from: "md",
      narrow: "grow",
      cell: ({ personaName }) => personaName,
    },
    {
      id: "created",
      header: "Written",
      width: "w-28",
      align: "end",
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
  ];
}
