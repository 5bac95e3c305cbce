import { badgeOf, nameFunction } from "@/components/engine/run-words";
import { WaitWords } from "@/components/engine/wait-words";
import type { Column } from "@/components/shared/data-table-columns";
import { Duration } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { EngineRun } from "@/server/engine/schema";

/** The columns of the list of runs. */
export const runColumns: Column<EngineRun>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-30",
    cell: (row) => <StatusBadge kind="run" status={badgeOf(row)} />,
  },
  {
    id: "function",
    header: "Function",
    width: "w-44",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{nameFunction(row.functionId)}</span>,
  },
  {
    id: "waits",
    header: "Waits for",
    narrow: "line",
    cell: (row) =>
      row.waitsFor && (
        <>
          <WaitWords waiting={row.waitsFor} />
          {row.moreWaits > 0 && `, and ${row.moreWaits} more`}
        </>
      ),
  },
  {
    id: "subject",
    header: "About",
    narrow: "hide",
    from: "md",
    cell: (row) => row.subject && <span className="font-mono text-code">{row.subject.id}</span>,
  },
  {
    id: "took",
    header: "Took",
    width: "w-24",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Duration ms={row.endedAt ? Date.parse(row.endedAt) - Date.parse(row.createdAt) : null} />,
  },
  {
    id: "started",
    header: "Started",
    width: "w-28",
    align: "end",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];
