"use client";

import { useQuery } from "@tanstack/react-query";
import { IssueList } from "@/components/personas/issue-list";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** What stands in the way of a persona, or of one of its versions. */
export function PersonaIssues({ personaId, version }: { personaId: string; version: number | null }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.designs.validate.queryOptions({ id: personaId, ...(version === null ? {} : { version }) }),
  );
  const issues = query.data?.issues;
  return (
    <Section
      title="Check"
      note={issues && describeCount(issues.filter(({ level }) => level === "error").length)}
    >
      <div className="pt-3">
        {query.error && !issues && (
          <ErrorState what="The check" error={query.error} onRetry={() => void query.refetch()} />
        )}
        {!issues && !query.error && <Skeleton className="h-16 w-full" />}
        {issues && <IssueList issues={issues} />}
      </div>
    </Section>
  );
}

function describeCount(errorCount: number): string {
  if (errorCount === 0) return "nothing in the way";
  return errorCount === 1 ? "1 thing in the way" : `${errorCount} things in the way`;
}
