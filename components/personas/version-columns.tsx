import type { Column } from "@/components/shared/data-table-columns";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { VersionSummary } from "@/server/personas/schema";

/** The columns of a persona's versions. */
export const versionColumns: Column<VersionSummary>[] = [
  {
    id: "version",
    header: "Version",
    isLink: true,
    width: "sm:w-28",
    cell: ({ version }) => <span className="font-semibold tabular-nums">Version {version}</span>,
  },
  {
    id: "label",
    header: "Label",
    width: "w-28",
    cell: ({ label }) => (label ? <StatusBadge kind="version" status={label} /> : <span data-none>–</span>),
  },
  {
    id: "note",
    header: "Note",
    narrow: "line",
    cell: ({ note }) => (note ? <span className="text-ink-muted">{note}</span> : <span data-none>–</span>),
  },
  { id: "by", header: "By", width: "w-40", cell: ({ createdBy }) => createdBy },
  {
    id: "at",
    header: "Saved",
    width: "w-28",
    align: "end",
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
];
