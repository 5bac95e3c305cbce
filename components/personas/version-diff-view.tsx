"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DiffHunks } from "@/components/personas/diff-hunks";
import { fieldWords } from "@/components/personas/version-words";
import { ErrorState } from "@/components/shared/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

type VersionDiffViewProps = { personaId: string; from: number | null; to: number };

/** What changed between two versions, field by field. */
export function VersionDiffView({ personaId, from, to }: VersionDiffViewProps) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.personas.diffVersions.queryOptions({ id: personaId, from: from ?? to, to }),
    placeholderData: keepPreviousData,
  });
  if (from === null) return <p className="pt-4 text-ink-muted">This is the first version.</p>;
  if (query.error && !query.data)
    return <ErrorState what="The comparison" error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="mt-4 h-40 w-full" />;
  if (query.data.fields.length === 0)
    return <p className="pt-4 text-ink-muted">The two versions are the same.</p>;
  return (
    <div className="flex flex-col gap-5 pt-4">
      {query.data.fields.map(({ field, before, after, hunks }) => {
        const name = fieldWords[field] ?? field;
        return (
          <section key={field} aria-label={name}>
            <h3 className="mb-1 font-semibold text-table">{name}</h3>
            <DiffHunks
              label={name}
              hunks={
                hunks ?? [{ oldStart: 1, newStart: 1, lines: [`-${before ?? "–"}`, `+${after ?? "–"}`] }]
              }
            />
          </section>
        );
      })}
    </div>
  );
}
