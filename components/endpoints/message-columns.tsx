import { DueTime } from "@/components/endpoints/due-time";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { MessageSummary } from "@/server/endpoints/schema";

/** The columns of an endpoint's log. */
export const messageColumns: Column<MessageSummary>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-30",
    cell: (row) => <StatusBadge kind="message" status={row.status} />,
  },
  {
    id: "type",
    header: "Type",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{row.type}</span>,
  },
  {
    id: "outcome",
    header: "Outcome",
    narrow: "line",
    cell: (row) => <Outcome row={row} />,
  },
  {
    id: "attempts",
    header: "Attempts",
    width: "w-20",
    align: "end",
    narrow: "hide",
    from: "md",
    cell: (row) => <Figure>{row.attemptCount}</Figure>,
  },
  {
    id: "created",
    header: "Made",
    width: "w-28",
    align: "end",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];

function Outcome({ row }: { row: MessageSummary }) {
  const { status, nextAttemptAt, errorMessage, lastStatusCode, roundCount, mostAttempts } = row;
  const code = lastStatusCode !== null && <Figure>{lastStatusCode}</Figure>;
  if (status === "delivered") return <>Answered {code}</>;
  if (status === "failed") return <span title={errorMessage ?? undefined}>{errorMessage}</span>;
  if (roundCount === 0 || nextAttemptAt === null) return <span className="text-ink-muted">On its way</span>;
  return (
    <span className="text-ink-muted">
      {code ? <>Answered {code}; attempt</> : "Attempt"} {Math.min(roundCount + 1, mostAttempts)} of{" "}
      {mostAttempts} <DueTime at={nextAttemptAt} />
    </span>
  );
}
