import { countTools, stateOf } from "@/components/mcp-servers/server-state";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import { formatCount } from "@/lib/format";
import type { ServerSummary } from "@/server/mcp-servers/schema";

/** The columns of the list of MCP servers. */
export const serverColumns: Column<ServerSummary>[] = [
  {
    id: "state",
    header: "State",
    width: "w-36",
    cell: (row) => <StatusBadge kind="mcpServer" status={stateOf(row)} />,
  },
  {
    id: "name",
    header: "Name",
    width: "w-44",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{row.name}</span>,
  },
  {
    id: "url",
    header: "URL",
    narrow: "line",
    from: "md",
    cell: (row) => (
      <span title={row.url} className="font-mono text-code text-ink-muted">
        {row.url}
      </span>
    ),
  },
  { id: "tools", header: "Tools", width: "w-32", align: "end", cell: (row) => countTools(row) },
  {
    id: "personas",
    header: "Personas",
    width: "w-20",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Figure>{formatCount(row.personaCount)}</Figure>,
  },
  {
    id: "read",
    header: "Tools read",
    width: "w-32",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => (row.toolsReadAt ? <RelativeTime at={row.toolsReadAt} /> : <Figure>{null}</Figure>),
  },
];
