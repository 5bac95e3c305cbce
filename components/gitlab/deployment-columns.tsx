import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { DeploymentOutput } from "@/server/gitlab/schema";

/** The columns of a project's deployments. */
export const deploymentColumns: Column<DeploymentOutput>[] = [
  {
    id: "status",
    header: "Status",
    width: "w-34",
    cell: (row) => <StatusBadge kind="deployment" status={row.status} />,
  },
  {
    id: "persona",
    header: "Persona",
    isLink: true,
    cell: (row) => <span className="font-semibold">{row.personaName}</span>,
  },
  {
    id: "version",
    header: "Version",
    width: "w-20",
    align: "end",
    cell: (row) =>
      row.version === null ? <Figure>{null}</Figure> : <span className="tabular-nums">v{row.version}</span>,
  },
  {
    id: "variables",
    header: "Variables",
    width: "w-24",
    align: "end",
    narrow: "hide",
    from: "md",
    cell: (row) => <Figure>{row.variables.length > 0 ? row.variables.length : null}</Figure>,
  },
  {
    id: "by",
    header: "By",
    width: "w-32",
    narrow: "hide",
    from: "lg",
    cell: (row) => <span className="text-ink-muted">{row.deployedBy}</span>,
  },
  {
    id: "at",
    header: "Deployed",
    width: "w-32",
    align: "end",
    cell: (row) => <RelativeTime at={row.createdAt} />,
  },
];
