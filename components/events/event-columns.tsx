import { RotateCcw } from "lucide-react";
import { EventReach } from "@/components/events/event-reach";
import type { Column } from "@/components/shared/data-table-columns";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { EventOutput, ReachedExecution } from "@/server/events/schema";

/** What each event of a page reached; undefined while that is asked for. */
export type Reach = Map<string, ReachedExecution[]> | undefined;

/** The columns of the list of events; beside an open event there is room for a few. */
export function listEventColumns(reach: Reach, { isNarrow }: { isNarrow: boolean }): Column<EventOutput>[] {
  const reached: Column<EventOutput> = {
    id: "reached",
    header: "Reached",
    narrow: "grow",
    from: "lg",
    cell: (row) => <EventReach event={row} executions={reach && (reach.get(row.id) ?? [])} />,
  };
  return isNarrow
    ? [status, type, { ...source, cell: nameSource }, received]
    : [status, type, source, reached, received];
}

const status: Column<EventOutput> = {
  id: "status",
  header: "Status",
  width: "w-38",
  cell: (row) => <StatusBadge kind="event" status={row.status} />,
};

const type: Column<EventOutput> = {
  id: "type",
  header: "Type",
  isLink: true,
  cell: (row) => <span className="font-mono font-semibold text-code">{row.eventType}</span>,
};

const source: Column<EventOutput> = {
  id: "source",
  header: "Source",
  narrow: "grow",
  cell: (row) => (
    <>
      {row.sourceType}
      {row.sourceId && <span className="font-mono text-code text-ink-muted"> {row.sourceId}</span>}
    </>
  ),
};

/** Where there is little room the source itself says more than its type. */
function nameSource({ sourceType, sourceId }: EventOutput) {
  return <span className="text-ink-muted">{sourceId ?? sourceType}</span>;
}

const received: Column<EventOutput> = {
  id: "received",
  header: "Received",
  width: "w-28",
  align: "end",
  cell: (row) => (
    <span className="inline-flex items-center gap-2">
      {row.replayOfEventId && (
        <span title="A replay">
          <RotateCcw aria-hidden className="size-3 text-ink-muted" />
          <span className="sr-only">A replay,</span>
        </span>
      )}
      <RelativeTime at={row.createdAt} />
    </span>
  ),
};
