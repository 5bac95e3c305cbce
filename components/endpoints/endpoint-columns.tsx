import { EndpointStrip } from "@/components/endpoints/endpoint-strip";
import { stateOf } from "@/components/endpoints/endpoint-words";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { formatCount } from "@/lib/format";
import type { EndpointOutput } from "@/server/endpoints/schema";

/** The columns of the list of endpoints. */
export const endpointColumns: Column<EndpointOutput>[] = [
  {
    id: "state",
    header: "State",
    width: "w-30",
    cell: (row) => <StatusBadge kind="endpoint" status={stateOf(row)} />,
  },
  {
    id: "url",
    header: "URL",
    isLink: true,
    cell: (row) => (
      <span title={row.description ?? row.url} className="font-mono font-semibold text-code">
        {row.url.replace(/^https?:\/\//, "")}
      </span>
    ),
  },
  {
    id: "types",
    header: "Told of",
    narrow: "line",
    from: "lg",
    cell: (row) => (
      <span title={row.noticeTypes.join(", ")} className="font-mono text-code text-ink-muted">
        {row.noticeTypes.join(", ")}
      </span>
    ),
  },
  {
    id: "latest",
    header: "Latest",
    width: "w-36",
    narrow: "grow",
    from: "md",
    cell: (row) => <EndpointStrip endpoint={row} />,
  },
  {
    id: "day",
    header: "24 h",
    width: "w-32",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Day row={row} />,
  },
  {
    id: "delivered",
    header: "Last delivered",
    width: "w-44",
    align: "end",
    cell: (row) => <LastDelivered row={row} />,
  },
];

function Day({ row: { deliveredInDay, failedInDay } }: { row: EndpointOutput }) {
  const total = deliveredInDay + failedInDay;
  if (total === 0) return <Figure>{null}</Figure>;
  const words =
    failedInDay > 0
      ? `${formatCount(failedInDay)} of ${formatCount(total)} failed`
      : `${formatCount(deliveredInDay)} delivered`;
  return <span className="tabular-nums">{words}</span>;
}

function LastDelivered({ row: { enabled, failingSince, lastDeliveredAt } }: { row: EndpointOutput }) {
  if (enabled && failingSince)
    return (
      <>
        Failing since <RelativeTime at={failingSince} />
      </>
    );
  return lastDeliveredAt ? <RelativeTime at={lastDeliveredAt} /> : <Figure>{null}</Figure>;
}
