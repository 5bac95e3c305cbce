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
    width: "w-28",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Day row={row} />,
  },
  {
    id: "delivered",
    header: "Last delivered",
    width: "w-32",
    align: "end",
    cell: (row) =>
      row.failingSince && row.enabled ? (
        <span className="text-waiting">
          failing since <RelativeTime at={row.failingSince} />
        </span>
      ) : row.lastDeliveredAt ? (
        <RelativeTime at={row.lastDeliveredAt} />
      ) : (
        <Figure>{null}</Figure>
      ),
  },
];

function Day({ row: { deliveredInDay, failedInDay } }: { row: EndpointOutput }) {
  if (deliveredInDay + failedInDay === 0) return <Figure>{null}</Figure>;
  return (
    <span title={`Of the last 24 hours: ${deliveredInDay} delivered, ${failedInDay} failed`}>
      <Figure>{formatCount(deliveredInDay)}</Figure>
      {failedInDay > 0 && <span className="text-failed"> {formatCount(failedInDay)} failed</span>}
    </span>
  );
}
