import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import type { ProjectOutput } from "@/server/gitlab/schema";

type ProjectRow = Omit<ProjectOutput, "id"> & { id: string };

/** The columns of the list of projects. */
export const projectColumns: Column<ProjectRow>[] = [
  {
    id: "path",
    header: "Project",
    isLink: true,
    cell: (row) => (
      <span title={row.description ?? row.path} className="font-semibold">
        {row.path}
      </span>
    ),
  },
  {
    id: "branch",
    header: "Default branch",
    width: "w-40",
    narrow: "hide",
    from: "md",
    cell: (row) => (
      <span className="font-mono text-code text-ink-muted">{row.defaultBranch ?? "none yet"}</span>
    ),
  },
  {
    id: "deployed",
    header: "Personas",
    width: "w-28",
    align: "end",
    cell: (row) =>
      row.deployedCount > 0 ? (
        <span className="tabular-nums">{row.deployedCount} deployed</span>
      ) : (
        <Figure>{null}</Figure>
      ),
  },
  {
    id: "active",
    header: "Last activity",
    width: "w-36",
    align: "end",
    cell: (row) => (row.lastActivityAt ? <RelativeTime at={row.lastActivityAt} /> : <Figure>{null}</Figure>),
  },
];
