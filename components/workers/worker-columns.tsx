import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { SlotsBar } from "@/components/workers/slots-bar";
import type { WorkerOutput } from "@/server/workers/schema";

/** The columns of the list of workers. */
export const workerColumns: Column<WorkerOutput>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-34",
    cell: (row) => <StatusBadge kind="worker" status={row.status} />,
  },
  {
    id: "name",
    header: "Worker",
    isLink: true,
    cell: (row) => (
      <span title={row.id} className="font-semibold">
        {row.name}
      </span>
    ),
  },
  {
    id: "doing",
    header: "Doing",
    narrow: "line",
    from: "md",
    cell: (row) => <Doing row={row} />,
  },
  {
    id: "slots",
    header: "Slots",
    width: "w-32",
    narrow: "grow",
    cell: (row) => (
      <SlotsBar taken={row.maxConcurrentSlots - row.availableSlots} total={row.maxConcurrentSlots} />
    ),
  },
  {
    id: "labels",
    header: "Labels",
    width: "w-40",
    narrow: "hide",
    from: "xl",
    cell: (row) => (
      <span title={row.labels.join(", ")} className="text-ink-muted">
        {row.labels.length > 0 ? row.labels.join(", ") : <Figure>{null}</Figure>}
      </span>
    ),
  },
  {
    id: "version",
    header: "CLI",
    width: "w-44",
    narrow: "hide",
    from: "lg",
    cell: (row) => (
      <span
        title={`Worker ${row.version}, CLI ${row.claudeCliVersion ?? "unknown"}`}
        className="text-ink-muted"
      >
        {row.claudeCliVersion ?? <Figure>{null}</Figure>}
      </span>
    ),
  },
  {
    id: "poll",
    header: "Last poll",
    width: "w-36",
    align: "end",
    cell: (row) => (row.lastPollAt ? <RelativeTime at={row.lastPollAt} /> : "Never"),
  },
];

function Doing({ row: { executions } }: { row: WorkerOutput }) {
  const [first] = executions;
  if (!first) return <Figure>{null}</Figure>;
  const others = executions.length > 1 ? ` and ${executions.length - 1} more` : "";
  return (
    <span className="text-ink-muted">
      {first.personaName}
      {others}
    </span>
  );
}
