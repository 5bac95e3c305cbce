import { stateOf } from "@/components/credentials/credential-state";
import { nameService } from "@/components/credentials/service-presets";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { CredentialOutput } from "@/server/credentials/schema";

/** The columns of the list of credentials. */
export const credentialColumns: Column<CredentialOutput>[] = [
  {
    id: "name",
    header: "Name",
    isLink: true,
    cell: (row) => <span className="font-semibold">{row.name}</span>,
  },
  {
    id: "state",
    header: "State",
    width: "w-40",
    cell: (row) => (
      <span title={row.problem ?? row.lastTestError ?? undefined}>
        <StatusBadge kind="credential" status={stateOf(row)} />
      </span>
    ),
  },
  {
    id: "service",
    header: "Service",
    width: "w-36",
    from: "md",
    cell: (row) => nameService(row.serviceType),
  },
  {
    id: "fields",
    header: "Fields",
    narrow: "hide",
    from: "lg",
    cell: (row) => <Names names={row.fieldNames} none="one value" />,
  },
  {
    id: "hosts",
    header: "Hosts",
    narrow: "line",
    from: "lg",
    cell: (row) => <Names names={row.allowedHosts} none="none yet" />,
  },
  {
    id: "personas",
    header: "Personas",
    narrow: "hide",
    from: "md",
    cell: (row) => {
      const names = row.personas.map(({ name }) => name).join(", ");
      return names ? <span title={names}>{names}</span> : <Figure>{null}</Figure>;
    },
  },
  {
    id: "used",
    header: "Last used",
    width: "w-32",
    align: "end",
    cell: (row) => (row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} /> : <Figure>{null}</Figure>),
  },
];

function Names({ names, none }: { names: string[]; none: string }) {
  if (names.length === 0) return <span className="text-ink-muted">{none}</span>;
  const text = names.join(", ");
  return (
    <span title={text} className="font-mono text-code text-ink-muted">
      {text}
    </span>
  );
}
