"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorState } from "@/components/shared/error-state";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { StatusBadge } from "@/components/shared/status-badge";
import { ButtonLink } from "@/components/ui/button-link";
import { useTRPC } from "@/lib/trpc";

const latestCount = 5;

/** Where a persona was deployed to lately, and the way to deploy it. */
export function PersonaDeployments({ personaId }: { personaId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.gitlab.deployments.queryOptions({ personaId, limit: latestCount }));
  const { data, error } = query;
  return (
    <Section title="GitLab" action={<ButtonLink href="/gitlab">Deploy to GitLab</ButtonLink>}>
      {error && !data && (
        <ErrorState what="The deployments" error={error} onRetry={() => void query.refetch()} />
      )}
      {data?.items.length === 0 && (
        <p className="py-3 text-ink-muted text-table">
          Not deployed. Choose a project, and the persona becomes an agent there.
        </p>
      )}
      {data && data.items.length > 0 && (
        <ul aria-label="Deployments">
          {data.items.map((each) => (
            <li
              key={each.id}
              className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5 text-table"
            >
              <StatusBadge kind="deployment" status={each.status} />
              <Link
                href={`/gitlab/${each.projectId}?deployment=${each.id}`}
                className="min-w-0 truncate underline"
              >
                {each.projectPath}
              </Link>
              <span className="ml-auto text-ink-muted">
                <RelativeTime at={each.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
