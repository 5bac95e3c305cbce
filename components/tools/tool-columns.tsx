import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { effectWords } from "@/components/tools/tool-words";
import { formatCount } from "@/lib/format";
import type { DefinitionOutput } from "@/server/tools/schema";

/** The columns of the list of tool definitions. */
export const toolColumns: Column<DefinitionOutput>[] = [
  {
    id: "name",
    header: "Name",
    width: "w-56",
    isLink: true,
    cell: (row) => <span className="font-mono font-semibold text-code">{row.name}</span>,
  },
  {
    id: "description",
    header: "Description",
    narrow: "line",
    cell: (row) => (
      <span title={row.description} className="text-ink-muted">
        {row.description || <Figure>{null}</Figure>}
      </span>
    ),
  },
  { id: "category", header: "Category", width: "w-28", from: "lg", cell: (row) => row.category },
  {
    id: "runs",
    header: "Runs",
    width: "w-28",
    cell: (row) => (row.scriptPath ? "On workers" : "In the hub"),
  },
  {
    id: "effect",
    header: "Effect",
    width: "w-20",
    from: "md",
    cell: (row) => effectWords[row.effect],
  },
  {
    id: "personas",
    header: "Personas",
    width: "w-20",
    align: "end",
    narrow: "hide",
    cell: (row) => <Figure>{formatCount(row.personaCount)}</Figure>,
  },
  {
    id: "changed",
    header: "Changed",
    width: "w-32",
    align: "end",
    from: "lg",
    narrow: "hide",
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
];
