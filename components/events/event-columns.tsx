import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { formatBytes } from "@/lib/format";
import type { EventOutput } from "@/server/events/schema";

/** The columns of every list of events. */
export const eventColumns: Column<EventOutput>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-38",
    cell: (row) => <StatusBadge kind="event" status={row.status} />,
  },
  {
    id: "type",
    header: "Type",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{row.eventType}</span>,
  },
  {
    id: "source",
    header: "Source",
    narrow: "grow",
    cell: (row) => (
      <>
        {row.sourceType}
        {row.sourceId && <span className="font-mono text-code text-ink-muted"> {row.sourceId}</span>}
      </>
    ),
  },
  {
    id: "size",
    header: "Payload",
    width: "w-24",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Figure>{row.payloadBytes > 0 ? formatBytes(row.payloadBytes) : null}</Figure>,
  },
  {
    id: "received",
    header: "Received",
    width: "w-28",
    align: "end",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];
