"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/shared/error-state";
import { Section } from "@/components/shared/section";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** The Duo agents a project has in GitLab, the hub's and others. */
export function AgentsSection({ projectId }: { projectId: number }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.gitlab.agents.queryOptions({ projectId }));
  const { data, error } = query;
  return (
    <Section title="Duo agents">
      {error && !data && <ErrorState what="The agents" error={error} onRetry={() => void query.refetch()} />}
      {!data && !error && <Skeleton className="mt-3 h-10 w-full" />}
      {data && !data.isSupported && (
        <p className="py-3 text-ink-muted text-table">
          This GitLab takes no agents here, so that personas stand in AGENTS.md. {data.reason}
        </p>
      )}
      {data?.isSupported && data.items.length === 0 && (
        <p className="py-3 text-ink-muted text-table">
          The project has no agents. Deploy a persona to make one.
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul aria-label="Duo agents">
          {data.items.map((agent) => (
            <li
              key={agent.id}
              className="flex min-h-9 items-center justify-between gap-3 border-line border-b text-table"
            >
              <a href={agent.url} target="_blank" rel="noreferrer" className="min-w-0 truncate underline">
                {agent.name}
              </a>
              <span className="shrink-0 text-ink-muted">
                {agent.deploymentId ? "From this hub" : "Not from this hub"}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
