"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { parseAsInteger, useQueryStates } from "nuqs";
import { VersionActs } from "@/components/personas/version-acts";
import { versionColumns } from "@/components/personas/version-columns";
import { VersionDiffView } from "@/components/personas/version-diff-view";
import { VersionSelect } from "@/components/personas/version-select";
import { mostVersions } from "@/components/personas/version-words";
import { DataTable } from "@/components/shared/data-table";
import { EmptyState } from "@/components/shared/empty-state";
import { Section } from "@/components/shared/section";
import { useTRPC } from "@/lib/trpc";
import type { VersionSummary } from "@/server/personas/schema";

const urlState = { from: parseAsInteger, to: parseAsInteger };

/** Every version of a persona; what changed between any two; and which of them runs use. */
export function VersionsPage({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const [asked, setAsked] = useQueryStates(urlState);
  const query = useQuery(trpc.personas.versions.queryOptions({ id: personaId, limit: mostVersions }));
  const versions = query.data?.items ?? [];
  const to = asked.to ?? versions[0]?.version ?? null;
  const from = asked.from ?? (to === null ? null : findBefore(versions, to));
  const chosen = versions.find(({ version }) => version === to);
  const hrefOf = ({ version }: VersionSummary) => {
    const before = findBefore(versions, version);
    return `/personas/${personaId}/versions?${before === null ? "" : `from=${before}&`}to=${version}`;
  };
  return (
    <div className="flex flex-col gap-8">
      <DataTable
        label="Versions"
        columns={versionColumns}
        rows={query.data?.items}
        error={query.error}
        onRetry={() => void query.refetch()}
        rowKey={({ version }) => String(version)}
        rowHref={hrefOf}
        openKey={to === null ? null : String(to)}
        isFiltered={false}
        noResults={null}
        empty={
          <EmptyState icon={History} title="No versions yet">
            Each save of the prompt or of a limit becomes one.
          </EmptyState>
        }
      />
      {to !== null && (
        <Section
          title="What changed"
          action={
            <>
              <VersionSelect
                label="From version"
                value={from}
                versions={versions}
                onValue={(value) => void setAsked({ from: value })}
              />
              <VersionSelect
                label="To version"
                value={to}
                versions={versions}
                onValue={(value) => void setAsked({ to: value })}
              />
            </>
          }
        >
          <VersionDiffView personaId={personaId} from={from} to={to} />
          {chosen && <VersionActs personaId={personaId} version={chosen} />}
        </Section>
      )}
    </div>
  );
}

/** The version before one, as its number; null for the first. */
function findBefore(versions: VersionSummary[], version: number): number | null {
  return versions.find((each) => each.version < version)?.version ?? null;
}
