"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { DesignStages } from "@/components/personas/design-stages";
import { IssueList } from "@/components/personas/issue-list";
import { ErrorState } from "@/components/shared/error-state";
import { ButtonLink } from "@/components/ui/button-link";
import { Skeleton } from "@/components/ui/skeleton";
import { formatMoney } from "@/lib/format";
import { useTRPC } from "@/lib/trpc";

const pollMs = 1_000;

/** One design as it goes through its stages; then the persona to open, or why there is none. */
export function DesignProgress({ designId }: { designId: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery({
    ...trpc.designs.get.queryOptions({ id: designId }),
    refetchInterval: ({ state }) => (state.data && state.data.status !== "running" ? false : pollMs),
  });
  const design = query.data;
  const personaId = design?.personaId ?? null;
  const persona = useQuery({
    ...trpc.personas.get.queryOptions({ id: personaId ?? "" }),
    enabled: personaId !== null,
  });
  useEffect(() => {
    if (personaId !== null) void queries.invalidateQueries(trpc.personas.list.pathFilter());
  }, [personaId, queries, trpc]);
  if (query.error && !design)
    return <ErrorState what="The design" error={query.error} onRetry={() => void query.refetch()} />;
  if (!design) return <Skeleton className="h-32 w-full" />;
  return (
    <section aria-label="Design" aria-live="polite" className="flex flex-col gap-3">
      {design.status !== "completed" && <DesignStages stage={design.stage} status={design.status} />}
      {design.errorMessage && (
        <p role="alert" className="rounded-md bg-failed-tint px-3 py-2 text-table">
          {design.errorMessage}
        </p>
      )}
      {personaId !== null && (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <h3 className="min-w-0 flex-1 truncate font-semibold">{persona.data?.name ?? "Persona"}</h3>
            <span className="text-ink-muted text-table tabular-nums">{formatMoney(design.costUsd)}</span>
            <ButtonLink tone="primary" href={`/personas/${personaId}`}>
              Open persona
            </ButtonLink>
          </div>
          {persona.data?.description && <p className="text-ink-muted">{persona.data.description}</p>}
          <IssueList issues={design.issues} />
        </>
      )}
    </section>
  );
}
