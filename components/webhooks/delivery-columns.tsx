import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { providerWords, reasonWords } from "@/components/webhooks/words";
import { formatBytes, formatCount } from "@/lib/format";
import type { DeliverySummary } from "@/server/webhooks/schema";

/** The columns of the delivery log. */
export const deliveryColumns: Column<DeliverySummary>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-34",
    cell: (row) => <StatusBadge kind="delivery" status={row.status} />,
  },
  {
    id: "provider",
    header: "From",
    isLink: true,
    width: "w-44",
    cell: (row) => <span className="font-semibold">{providerWords[row.provider]}</span>,
  },
  {
    id: "event",
    header: "Event or reason",
    narrow: "line",
    cell: (row) => (
      <>
        {row.eventType && <span className="font-mono text-code">{row.eventType} </span>}
        {row.reason && <span className="text-ink-muted">{reasonWords[row.reason]}</span>}
        {!row.eventType && !row.reason && <span className="text-ink-muted">Event expired</span>}
      </>
    ),
  },
  {
    id: "repeats",
    header: "Repeats",
    width: "w-20",
    align: "end",
    narrow: "hide",
    from: "md",
    cell: (row) => <Figure>{row.repeatCount > 0 ? formatCount(row.repeatCount) : null}</Figure>,
  },
  {
    id: "size",
    header: "Body",
    width: "w-24",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Figure>{formatBytes(row.bodyBytes)}</Figure>,
  },
  {
    id: "received",
    header: "Received",
    width: "w-28",
    align: "end",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];
