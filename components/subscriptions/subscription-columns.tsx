import { CircleAlert } from "lucide-react";
import Link from "next/link";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { SubscriptionSwitch } from "@/components/subscriptions/subscription-switch";
import type { SubscriptionSummary } from "@/server/subscriptions/schema";

/** The columns of the list of all subscriptions. */
export const subscriptionColumns: Column<SubscriptionSummary>[] = [
  { id: "enabled", header: "On", width: "w-14", cell: (row) => <SubscriptionSwitch subscription={row} /> },
  {
    id: "type",
    header: "Event type",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{row.eventType}</span>,
  },
  {
    id: "source",
    header: "Source",
    narrow: "grow",
    cell: (row) =>
      row.sourceFilter ? (
        <Figure>{row.sourceFilter}</Figure>
      ) : (
        <span className="text-ink-muted">Any source</span>
      ),
  },
  {
    id: "persona",
    header: "Persona",
    narrow: "grow",
    cell: (row) => (
      <Link
        href={`/personas/${row.personaId}/listens-to`}
        prefetch={false}
        className={row.personaEnabled ? "hover:underline" : "text-ink-muted hover:underline"}
      >
        {row.personaName}
        {!row.personaEnabled && " (disabled)"}
      </Link>
    ),
  },
  {
    id: "filter",
    header: "Payload",
    narrow: "hide",
    from: "lg",
    cell: (row) =>
      row.payloadFilter ? (
        <span title={row.payloadFilter} className="font-mono text-code">
          {Object.keys(JSON.parse(row.payloadFilter) as object).join(", ")}
        </span>
      ) : (
        <span className="text-ink-muted">Any payload</span>
      ),
  },
  {
    id: "state",
    header: "State",
    width: "sm:w-40 lg:w-64",
    narrow: "line",
    cell: (row) => <State row={row} />,
  },
  {
    id: "changed",
    header: "Changed",
    width: "w-28",
    align: "end",
    narrow: "hide",
    from: "md",
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
];

function State({ row }: { row: SubscriptionSummary }) {
  if (row.enabled) return <span className="text-ink-muted">Listening</span>;
  if (row.disabledReason)
    return (
      <span title={row.disabledReason}>
        <CircleAlert aria-hidden className="mr-1.5 inline size-3.5 text-waiting" />
        Disabled by the hub: {row.disabledReason}
      </span>
    );
  return (
    <span className="text-ink-muted">{row.disabledBy ? `Disabled by ${row.disabledBy}` : "Disabled"}</span>
  );
}
