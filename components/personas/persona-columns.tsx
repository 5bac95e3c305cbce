import { PersonaSwitch } from "@/components/personas/persona-switch";
import { runtimeWords } from "@/components/personas/runtime-words";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import type { PersonaSummary } from "@/server/personas/schema";

/** The columns of the list of personas. */
export const personaColumns: Column<PersonaSummary>[] = [
  {
    id: "enabled",
    header: "On",
    width: "w-14",
    cell: (row) => <PersonaSwitch persona={row} />,
  },
  {
    id: "name",
    header: "Persona",
    isLink: true,
    width: "sm:w-60",
    cell: (row) => <span className="font-semibold">{row.name}</span>,
  },
  {
    id: "description",
    header: "What it does",
    narrow: "line",
    from: "md",
    cell: (row) => <span className="text-ink-muted">{row.description ?? "–"}</span>,
  },
  {
    id: "runtime",
    header: "Runtime",
    width: "w-24",
    narrow: "hide",
    cell: (row) => runtimeWords[row.runtime].label,
  },
  {
    id: "concurrency",
    header: "At once",
    width: "w-20",
    align: "end",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Figure>{row.maxConcurrent}</Figure>,
  },
  {
    id: "updated",
    header: "Changed",
    width: "w-28",
    align: "end",
    narrow: "hide",
    cell: (row) => <RelativeTime at={row.updatedAt} />,
  },
];
