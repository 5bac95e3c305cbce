import { nameCategory } from "@/components/memories/filters";
import { ImportanceSelect } from "@/components/memories/importance-select";
import type { Column } from "@/components/shared/data-table-columns";
import { RelativeTime } from "@/components/shared/relative-time";
import type { MemoryOutput } from "@/server/memories/schema";

/** The columns of the list of memories; on a persona's own page its name is left out. */
export function listMemoryColumns({ hasPersona }: { hasPersona: boolean }): Column<MemoryOutput>[] {
  return [
    {
      id: "title",
      header: "Memory",
      isLink: true,
      width: "sm:w-60",
      cell: (row) => <span className="font-semibold">{row.title}</span>,
    },
    {
      id: "content",
      header: "What it says",
      narrow: "line",
      from: "md",
      cell: (row) => (
        <span className="text-ink-muted" title={row.content.slice(0, 500)}>
          {row.content.slice(0, 300)}
        </span>
      ),
    },
    ...(hasPersona
      ? [
          {
            id: "persona",
            header: "Persona",
            width: "w-36",
            cell: (row) => row.personaName ?? <span className="text-ink-muted">Deleted persona</span>,
          } satisfies Column<MemoryOutput>,
        ]
      : []),
    {
      id: "category",
      header: "Category",
      width: "w-24",
      cell: (row) => nameCategory(row.category),
    },
    {
      id: "importance",
      header: "Importance",
      width: "w-26",
      cell: (row) => <ImportanceSelect memory={row} />,
    },
    {
      id: "created",
      header: "Learned",
      width: "w-28",
      align: "end",
      cell: (row) => <RelativeTime at={row.createdAt} />,
    },
  ];
}
