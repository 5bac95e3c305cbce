import { CircleAlert } from "lucide-react";
import Link from "next/link";
import type { Column } from "@/components/shared/data-table-columns";
import { RelativeTime } from "@/components/shared/relative-time";
import { FireStrip } from "@/components/triggers/fire-strip";
import { PlannedTime } from "@/components/triggers/planned-time";
import { TriggerSwitch } from "@/components/triggers/trigger-switch";
import { describeTrigger, nameTrigger, typeWords } from "@/components/triggers/words";
import type { TriggerOutput } from "@/server/triggers/schema";

const trigger: Column<TriggerOutput> = {
  id: "trigger",
  header: "Trigger",
  isLink: true,
  cell: (row) => (
    <>
      {row.healthStatus === "degraded" && (
        <CircleAlert aria-label="Degraded" className="mr-1.5 inline size-3.5 text-failed" />
      )}
      <span className="font-semibold">{nameTrigger(row)}</span>
      {row.name && <span className="ml-2 font-mono text-code text-ink-muted">{describeTrigger(row)}</span>}
    </>
  ),
};

const persona: Column<TriggerOutput> = {
  id: "persona",
  header: "Persona",
  width: "sm:w-36",
  narrow: "grow",
  cell: (row) => (
    <Link href={`/personas/${row.personaId}/listens-to`} prefetch={false} className="hover:underline">
      {row.personaName}
    </Link>
  ),
};

/** The columns of a list of triggers; a persona's own list leaves the persona out. */
export function listTriggerColumns({ hasPersona }: { hasPersona: boolean }): Column<TriggerOutput>[] {
  return [
    { id: "enabled", header: "On", width: "w-14", cell: (row) => <TriggerSwitch trigger={row} /> },
    trigger,
    {
      id: "type",
      header: "Type",
      width: "w-24",
      narrow: "hide",
      cell: (row) => typeWords[row.triggerType].label,
    },
    ...(hasPersona ? [persona] : []),
    {
      id: "next",
      header: "Next",
      width: "sm:w-44 lg:w-56",
      narrow: "line",
      cell: (row) => <NextFire trigger={row} />,
    },
    {
      id: "recent",
      header: "Latest",
      width: "w-28",
      narrow: "hide",
      from: "lg",
      cell: (row) => <FireStrip fires={row.recentFires} />,
    },
    {
      id: "last",
      header: "Fired",
      width: "w-28",
      align: "end",
      narrow: "hide",
      from: "md",
      cell: (row) =>
        row.lastTriggeredAt ? (
          <RelativeTime at={row.lastTriggeredAt} />
        ) : (
          <span className="text-ink-muted">Never</span>
        ),
    },
  ];
}

function NextFire({ trigger: row }: { trigger: TriggerOutput }) {
  if (row.nextTriggerAt) return <PlannedTime at={row.nextTriggerAt} zone={row.timeZone} />;
  if (!row.enabled) return <span className="text-ink-muted">Paused</span>;
  if (row.healthStatus === "degraded")
    return <span title={row.healthMessage ?? ""}>{row.healthMessage}</span>;
  return <span className="text-ink-muted">{typeWords[row.triggerType].hint}</span>;
}
